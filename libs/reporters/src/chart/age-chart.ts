import { markup, type Markup } from '../html/markup.ts';
import { decimal, plural } from '../text/units.ts';
import { axisOf } from './axis.ts';
import type { ChartText } from './line-chart.ts';
import type { Tone } from './plot.ts';

/** Objects per request that are still alive, by the rounds that have passed since: the first value belongs to age 1. */
export interface Ages {
  readonly name: string;
  readonly tone: Tone;
  readonly objectsPerRequest: readonly number[];
}

const width = 480;
const height = 270;
const box = { left: 48, right: 454, top: 38, bottom: 216 };
const widestBar = 26;

/** Survivors by age: level where objects leak, falling where they come and go. */
export function ageChart(series: readonly Ages[], text: ChartText): Markup {
  const ages = Math.max(0, ...series.map(({ objectsPerRequest }) => objectsPerRequest.length));
  if (ages === 0) return markup`<p class="empty">${text.title}: no round was tracked</p>`;

  const y = axisOf(0, Math.max(1, ...series.flatMap(({ objectsPerRequest }) => objectsPerRequest)), 'number');
  const slot = (box.right - box.left) / ages;
  const bar = Math.min(widestBar, (slot * 0.7) / series.length);
  const toY = (value: number) => box.bottom - (Math.max(0, value) / y.high) * (box.bottom - box.top);
  const middle = (age: number) => box.left + (age + 0.5) * slot;
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${text.id}-title ${text.id}-text">
<title id="${text.id}-title">${text.title}</title><desc id="${text.id}-text">${text.description}</desc>
${y.ticks.map(
  (
    { value, label },
    index,
  ) => markup`<line class="${index === 0 ? 'axis' : 'grid'}" x1="${box.left}" x2="${box.right}" y1="${round(toY(value))}" y2="${round(toY(value))}"/>
<text class="tick" x="${box.left - 10}" y="${round(toY(value))}" dy="0.35em" text-anchor="end">${label}</text>`,
)}
${series.map(
  ({ name, tone, objectsPerRequest }, index) =>
    markup`<g class="${tone}">${objectsPerRequest.map((value, age) => {
      const x = middle(age) + (index - series.length / 2) * bar;
      const hint = `${name}: ${decimal(value)} objects per request alive at age ${plural(age + 1, 'round')}`;
      return markup`<rect class="bar" x="${round(x)}" y="${round(toY(value))}" width="${round(bar)}" height="${round(box.bottom - toY(value))}"><title>${hint}</title></rect>`;
    })}</g>`,
)}
${Array.from({ length: ages }, (_, age) => age)
  .filter((age) => isLabelled(age, ages))
  .map(
    (age) =>
      markup`<text class="tick" x="${round(middle(age))}" y="${box.bottom + 6}" dy="0.9em" text-anchor="middle">${age + 1}</text>`,
  )}
<text class="label name" x="2" y="16">${text.title}</text>
<text class="label" x="${box.right}" y="${height - 6}" text-anchor="end">age in rounds</text>
</svg>`;
}

const isLabelled = (age: number, ages: number) => ages <= 12 || age % 2 === 0;
const round = (position: number) => Math.round(position * 10) / 10;
