type Field = { readonly field: number; readonly value: number | Uint8Array };

/** Reads pprof as far as the specs ask: the other half of the writer, made from the format's description alone. */
export function readPprof(bytes: Uint8Array) {
  const fields = readFields(bytes);
  const texts = all(fields, 6).map((text) => new TextDecoder().decode(text));
  const types = all(fields, 1).map((type) => ({ type: texts[number(type, 1)], unit: texts[number(type, 2)] }));
  const functions = new Map(
    all(fields, 5).map((one) => [number(one, 1), { name: texts[number(one, 2)], file: texts[number(one, 4)] }]),
  );
  const locations = new Map(
    all(fields, 4).map((location) => {
      const [line] = all(readFields(location), 4);
      return [number(location, 1), { ...functions.get(number(line!, 1)), line: number(line!, 2) }];
    }),
  );
  const samples = all(fields, 2).map((sample) => {
    const parts = readFields(sample);
    const [objects, space] = readVarints(all(parts, 2)[0]!);
    return { frames: readVarints(all(parts, 1)[0]!).map((id) => locations.get(id)), objects, space };
  });
  return { types, samples, period: number(bytes, 12), defaultType: texts[number(bytes, 14)], texts };
}

const all = (fields: readonly Field[], wanted: number) =>
  fields.filter(({ field }) => field === wanted).map(({ value }) => value as Uint8Array);

function number(message: Uint8Array, wanted: number): number {
  return (readFields(message).find(({ field }) => field === wanted)?.value as number | undefined) ?? 0;
}

function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]!;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (tag % 8 === 0) fields.push({ field, value: varint() });
    else if (tag % 8 === 2) {
      const length = varint();
      fields.push({ field, value: bytes.subarray(at, (at += length)) });
    } else throw new Error(`wire type ${tag % 8} at ${at}`);
  }
  return fields;
}

function readVarints(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let factor = 1;
  for (const byte of bytes) {
    value += (byte % 128) * factor;
    factor *= 128;
    if (byte >= 128) continue;
    values.push(value);
    value = 0;
    factor = 1;
  }
  return values;
}
