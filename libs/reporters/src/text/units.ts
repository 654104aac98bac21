const bytesPerUnit = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
] as const;

/** `412 B`, `1.5 KiB`, `−3 B`: three digits are what a reader can use. */
export function bytes(count: number): string {
  const [unit, size] = bytesPerUnit.find(([, perUnit]) => Math.abs(count) >= perUnit) ?? ['B', 1];
  return `${decimal(count / size)} ${unit}`;
}

/** Thousands are separated, and only small numbers have decimals: `4,024`, `12`, `0.33`. */
export function decimal(value: number): string {
  const fractionDigits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toLocaleString('en-US', { maximumFractionDigits: fractionDigits });
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
