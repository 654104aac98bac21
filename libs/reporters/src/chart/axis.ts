/** A line of numbers between two round ones, marked at round ones. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

export type AxisUnit = 'bytes' | 'number';

const mostIntervals = 5;

/**
 * An axis that holds all values from `low` to `high`.
 *
 * @example
 * axisOf(0, 2012, 'number').ticks.map(({ label }) => label); // ['0', '500', '1,000', '1,500', '2,000', '2,500']
 */
export function axisOf(low: number, high: number, unit: AxisUnit): Axis {
  const span = high > low ? high - low : 1;
  const { name, size } = unit === 'bytes' ? byteUnit(Math.max(Math.abs(low), Math.abs(high)), span) : plain;
  const step = roundStep(low / size, (low + span) / size);
  const first = Math.floor(low / size / step + rounding);
  const last = Math.ceil((low + span) / size / step - rounding);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => ({
    value: (first + index) * step * size,
    label: labelOf((first + index) * step, step, name),
  }));
  return { low: first * step * size, high: last * step * size, ticks };
}

const plain = { name: '', size: 1 };
const byteUnits = [
  { name: ' GiB', size: 2 ** 30 },
  { name: ' MiB', size: 2 ** 20 },
  { name: ' KiB', size: 2 ** 10 },
  { name: ' B', size: 1 },
] as const;

// The unit of the largest value, unless neighbouring marks would differ only behind the second decimal.
function byteUnit(largest: number, span: number) {
  return byteUnits.find(({ size }) => largest >= size && span / size >= 0.05) ?? byteUnits[3];
}

/** The smallest of 1, 2 and 5 times a power of ten that needs no more than so many intervals. */
function roundStep(low: number, high: number): number {
  const power = 10 ** Math.floor(Math.log10((high - low) / mostIntervals));
  const fits = (step: number) => Math.ceil(high / step - rounding) - Math.floor(low / step + rounding) <= mostIntervals;
  return [1, 2, 5, 10, 20].map((factor) => factor * power).find(fits) ?? 50 * power;
}

// A value on a mark is on it, whatever a division leaves behind the tenth decimal.
const rounding = 1e-9;

function labelOf(value: number, step: number, unit: string): string {
  const fractionDigits = Math.max(0, -Math.floor(Math.log10(step) + rounding));
  const number = value.toLocaleString('en-US', {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
  return `${(Number(number.replaceAll(',', '')) === 0 ? number.replace('-', '') : number).replace('-', '−')}${unit}`;
}
