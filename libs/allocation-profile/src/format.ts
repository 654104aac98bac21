import type { Statistic, StatisticDifference } from './statistics.ts';

/**
 * A statistic as Python's tracemalloc writes it; where only the function is known, its name follows.
 *
 * @example
 * import { formatStatistic, type AllocationSnapshot } from '@watertight/allocation-profile';
 *
 * export const topTen = (snapshot: AllocationSnapshot) => snapshot.statistics('line').slice(0, 10).map(formatStatistic);
 */
export function formatStatistic(statistic: Statistic | StatisticDifference): string {
  const { name, bytes, count } = statistic;
  const gained = 'bytesGained' in statistic ? statistic : null;
  const size = `size=${formatBytes(bytes)}${gained ? ` (${formatBytes(gained.bytesGained, true)})` : ''}`;
  const objects = `count=${count}${gained ? ` (${signed(gained.countGained)})` : ''}`;
  const average = count === 0 ? '' : `, average=${formatBytes(bytes / count)}`;
  return `${name}: ${size}, ${objects}${average}${withinFunction(statistic)}`;
}

function withinFunction({ name, precision, frame }: Statistic): string {
  const isPlace = frame.line > 0 && name === `${frame.file}:${frame.line}`;
  return isPlace && precision === 'function' ? ` (in function ${frame.function || '(anonymous)'})` : '';
}

const signed = (value: number) => (value < 0 ? `${value}` : `+${value}`);

/** Bytes in the units of tracemalloc: one decimal below 100, none above, five digits at most. */
export function formatBytes(bytes: number, withSign = false): string {
  const sign = withSign && bytes >= 0 ? '+' : '';
  let size = bytes;
  for (const unit of ['B', 'KiB', 'MiB', 'GiB', 'TiB']) {
    if (Math.abs(size) < 100 && unit !== 'B') return `${sign}${size.toFixed(1)} ${unit}`;
    if (Math.abs(size) < 10 * 1024 || unit === 'TiB') return `${sign}${size.toFixed(0)} ${unit}`;
    size /= 1024;
  }
  return '';
}
