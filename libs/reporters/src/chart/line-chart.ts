import { markup, type Markup, type Part } from '../html/markup.ts';
import { bytes, decimal, plural } from '../text/units.ts';
import type { AxisUnit } from './axis.ts';
import { marker } from './marker.ts';
import { plot, type Line, type Plot } from './plot.ts';

export interface ChartText {
  /** Begins the ids within the drawing: unique on its page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

const width = 480;
const height = 270;
const box = { left: 78, right: 454, top: 38, bottom: 216 };

/** Memory against the requests served, as a drawing; a sentence where there is nothing to draw. */
export function lineChart(lines: readonly Line[], unit: AxisUnit, text: ChartText): Markup {
  const drawn = plot(lines, unit, box);
  if (!drawn) return markup`<p class="empty">${text.title}: no samples were recorded</p>`;
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${text.id}-title ${text.id}-text">
<title id="${text.id}-title">${text.title}</title><desc id="${text.id}-text">${text.description}</desc>
${axes(drawn, text.title)}
${drawn.lines.map((line) => lineOf(line, unit))}
</svg>`;
}

function axes({ x, y }: Plot, title: string): Part {
  return [
    y.map(
      (
        { at, label },
        index,
      ) => markup`<line class="${index === 0 ? 'axis' : 'grid'}" x1="${box.left}" x2="${box.right}" y1="${at}" y2="${at}"/>
<text class="tick" x="${box.left - 10}" y="${at}" dy="0.35em" text-anchor="end">${label}</text>`,
    ),
    x.map(
      ({ at, label }) => markup`<line class="axis" x1="${at}" x2="${at}" y1="${box.bottom}" y2="${box.bottom + 5}"/>
<text class="tick" x="${at}" y="${box.bottom + 9}" dy="0.9em" text-anchor="middle">${label}</text>`,
    ),
    markup`<text class="label name" x="2" y="16">${title}</text>
<text class="label" x="${box.right}" y="${height - 6}" text-anchor="end">requests served</text>`,
  ];
}

function lineOf({ tone, name, points, placed }: Plot['lines'][number], unit: AxisUnit): Markup {
  const path = placed.map(({ x, y }) => `${x},${y}`).join(' ');
  const say = unit === 'bytes' ? bytes : decimal;
  return markup`<g class="${tone}"><polyline points="${path}"/>
${placed.map((position, index) => {
  const { requests, value } = points[index]!;
  return marker(tone, position, `${name}: ${say(value)} after ${plural(requests, 'request')}`);
})}</g>`;
}
