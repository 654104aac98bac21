import { markup, type Markup } from '../html/markup.ts';
import type { AxisUnit } from './axis.ts';
import { plot, type Line } from './plot.ts';

const box = { left: 2, right: 118, top: 3, bottom: 31 };

/** The lines alone, small enough for a cell of a table. */
export function sparkline(lines: readonly Line[], unit: AxisUnit, title: string): Markup {
  const drawn = plot(lines, unit, box);
  if (!drawn) return markup`<span class="empty">no samples</span>`;
  return markup`<svg class="sparkline" viewBox="0 0 120 34" role="img"><title>${title}</title>${drawn.lines.map(
    ({ tone, placed }) =>
      markup`<g class="${tone}"><polyline points="${placed.map(({ x, y }) => `${x},${y}`).join(' ')}"/></g>`,
  )}</svg>`;
}
