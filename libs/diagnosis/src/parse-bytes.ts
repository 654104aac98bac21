const bytesPerUnit: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  kib: 2 ** 10,
  mb: 1e6,
  mib: 2 ** 20,
  gb: 1e9,
  gib: 2 ** 30,
};

/**
 * An amount of memory as it is written, in bytes; null where it is none.
 *
 * @example
 * parseBytes('1.5 KiB'); // 1536
 */
export function parseBytes(text: string): number | null {
  const [, value, unit = 'b'] = /^\s*(\d*\.?\d+)\s*([a-z]+)?\s*$/i.exec(text) ?? [];
  const perUnit = bytesPerUnit[unit.toLowerCase()];
  return value === undefined || perUnit === undefined ? null : Number(value) * perUnit;
}
