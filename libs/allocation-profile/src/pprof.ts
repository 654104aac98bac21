import type { AllocationSnapshot } from './allocation-snapshot.ts';
import { ProtobufWriter } from './protobuf.ts';
import type { AllocationFrame } from './traces.ts';

/**
 * A snapshot as a pprof profile with the sample types of Go's heap profiles, not yet compressed.
 * https://github.com/google/pprof/blob/main/proto/profile.proto
 */
export function toPprof({ traces, intervalBytes }: AllocationSnapshot): Uint8Array {
  const tables = new Tables();
  const valueType = (type: string, unit: string) =>
    new ProtobufWriter().integer(1, tables.text(type)).integer(2, tables.text(unit));
  const profile = new ProtobufWriter()
    .message(1, valueType('inuse_objects', 'count'))
    .message(1, valueType('inuse_space', 'bytes'));
  for (const { frames, bytes, count } of traces) {
    const sample = new ProtobufWriter()
      .integers(
        1,
        frames.map((frame) => tables.location(frame)),
      )
      .integers(2, [Math.round(count), Math.round(bytes)]);
    profile.message(2, sample);
  }
  const periodType = valueType('space', 'bytes');
  const defaultType = tables.text('inuse_space');
  for (const location of tables.locations) profile.message(4, location);
  for (const one of tables.functions) profile.message(5, one);
  for (const text of tables.texts) profile.text(6, text);
  return profile.message(11, periodType).integer(12, intervalBytes).integer(14, defaultType).finish();
}

/** pprof writes every text, function and location once and refers to it by number: texts from 0, the others from 1. */
class Tables {
  readonly functions: ProtobufWriter[] = [];
  readonly locations: ProtobufWriter[] = [];
  readonly #texts = new Map([['', 0]]);
  readonly #functionIds = new Map<string, number>();
  readonly #locationIds = new Map<string, number>();

  get texts(): Iterable<string> {
    return this.#texts.keys();
  }

  text(text: string): number {
    return idOf(this.#texts, text, () => this.#texts.size);
  }

  location(frame: AllocationFrame): number {
    const key = `${frame.file}:${frame.line}:${frame.column}:${frame.function}`;
    return idOf(this.#locationIds, key, () => {
      const line = new ProtobufWriter().integer(1, this.#function(frame)).integer(2, frame.line);
      return this.locations.push(new ProtobufWriter().integer(1, this.locations.length + 1).message(4, line));
    });
  }

  #function({ file, function: name }: AllocationFrame): number {
    return idOf(this.#functionIds, `${file}:${name}`, () => {
      const nameId = this.text(name || '(anonymous)');
      const record = new ProtobufWriter().integer(1, this.functions.length + 1).integer(2, nameId);
      return this.functions.push(record.integer(3, nameId).integer(4, this.text(file)));
    });
  }
}

function idOf(ids: Map<string, number>, key: string, make: () => number): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = make();
  ids.set(key, id);
  return id;
}
