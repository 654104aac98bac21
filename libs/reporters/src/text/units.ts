const bytesPerUnit = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
] as const;

/** `412 B`, `1.5 KiB`, `−3 B`: three digits are what a reader can use. */
export function bytes(count: number): string {
  const [unit, size] = bytesPerUnit.find(([, perUnit]) => Math.abs(count) >= perUnit) ?? ['B', 1];
  return `${decimal(Math.abs(count) < 0.005 ? 0 : count / size)} ${unit}`;
}

// One listener in a thousand requests is to be read.
const fractionDigits = [
  [100, 0],
  [10, 1],
  [0.01, 2],
  [0.0005, 4],
] as const;

/** Thousands are separated, and only small numbers have decimals: `4,024`, `12`, `0.33`, `0.001`. */
export function decimal(value: number): string {
  const [, digits] = fractionDigits.find(([least]) => Math.abs(value) >= least) ?? [0, 2];
  const text = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return text === '-0' ? '0' : text.replace('-', '−');
}

export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  // By what is read: 0.999 objects read as 1.
  return `${decimal(count)} ${decimal(count) === '1' ? noun : nouns}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
