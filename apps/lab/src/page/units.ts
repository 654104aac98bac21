/** A number of bytes as people say it. */
export function bytes(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size < 1024) return `${Math.round(value)} B`;
  if (size < 2 ** 20) return `${(value / 1024).toFixed(size < 10_240 ? 1 : 0)} KiB`;
  return `${(value / 2 ** 20).toFixed(size < 100 * 2 ** 20 ? 1 : 0)} MiB`;
}

/** A plain number; large ones in thousands. */
export function count(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en');
}

export function milliseconds(value: number | null): string {
  return value === null ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** Growth per request, in the unit of its signal. */
export function growth(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}
