import type { AxisUnit } from '../chart/axis.ts';
import type { Line } from '../chart/plot.ts';
import { bytes, decimal } from '../text/units.ts';
import { markup, type Part } from './markup.ts';
import { table } from './table.ts';

/** The samples as a table, for those who cannot see the drawing or want the numbers. */
export function numbersTable(lines: readonly Line[], unit: AxisUnit): Part {
  const requests = [...new Set(lines.flatMap(({ points }) => points.map((point) => point.requests)))].sort(
    (a, b) => a - b,
  );
  if (requests.length === 0) return null;
  const say = unit === 'bytes' ? bytes : decimal;
  const cellOf = ({ points }: Line, at: number) => {
    const point = points.find((candidate) => candidate.requests === at);
    return point ? say(point.value) : '';
  };
  return markup`<details><summary>numbers</summary>${table(
    ['requests served', ...lines.map(({ name }) => name)],
    requests.map((at) => [decimal(at), ...lines.map((line) => cellOf(line, at))]),
  )}</details>`;
}
