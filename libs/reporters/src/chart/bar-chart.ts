import { markup, type Markup } from '../html/markup.ts';
import { axisOf } from './axis.ts';
import type { ChartText } from './line-chart.ts';
import type { Tone } from './plot.ts';

/** One row of bars, one in each group. */
export interface Bars {
  readonly name: string;
  readonly tone: Tone;
  readonly values: readonly number[];
}

export interface BarChart {
  readonly series: readonly Bars[];
  /** What a group is called below the axis. */
  readonly groupLabel: (group: number) => string;
  /** What all groups are called together. */
  readonly groupsName: string;
  readonly hint: (value: number, group: number) => string;
}

const width = 480;
const height = 270;
const box = { left: 48, right: 454, top: 38, bottom: 216 };
const widestBar = 26;

/** Bars of several trials side by side, on the same axis; a sentence where there is nothing to draw. */
export function barChart({ series, groupLabel, groupsName, hint }: BarChart, text: ChartText): Markup {
  const groups = Math.max(0, ...series.map(({ values }) => values.length));
  const y = axisOf(0, Math.max(1, ...series.flatMap(({ values }) => values)), 'number');
  const slot = (box.right - box.left) / groups;
  const bar = Math.min(widestBar, (slot * 0.7) / series.length);
  const toY = (value: number) => box.bottom - (Math.max(0, value) / y.high) * (box.bottom - box.top);
  const middle = (group: number) => box.left + (group + 0.5) * slot;
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
  ({ name, tone, values }, index) =>
    markup`<g class="${tone}">${values.map((value, group) => {
      const x = middle(group) + (index - series.length / 2) * bar;
      return markup`<rect class="bar" x="${round(x)}" y="${round(toY(value))}" width="${round(bar)}" height="${round(box.bottom - toY(value))}"><title>${name}: ${hint(value, group)}</title></rect>`;
    })}</g>`,
)}
${Array.from({ length: groups }, (_, group) => group)
  .filter((group) => isLabelled(group, groups))
  .map(
    (group) =>
      markup`<text class="tick" x="${round(middle(group))}" y="${box.bottom + 6}" dy="0.9em" text-anchor="middle">${groupLabel(group)}</text>`,
  )}
<text class="label name" x="2" y="16">${text.title}</text>
<text class="label" x="${box.right}" y="${height - 6}" text-anchor="end">${groupsName}</text>
</svg>`;
}

const isLabelled = (group: number, groups: number) => groups <= 12 || group % 2 === 0;
const round = (position: number) => Math.round(position * 10) / 10;
