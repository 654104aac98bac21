import { markup, type Markup } from '../html/markup.ts';
import { decimal, plural } from '../text/units.ts';
import { barChart } from './bar-chart.ts';
import type { ChartText } from './line-chart.ts';
import type { Tone } from './plot.ts';

/** Objects per request that are still alive, by the rounds that have passed since: the first value belongs to age 1. */
export interface Ages {
  readonly name: string;
  readonly tone: Tone;
  readonly objectsPerRequest: readonly number[];
}

/** Survivors by age: level where objects leak, falling where they come and go. */
export function ageChart(series: readonly Ages[], text: ChartText): Markup {
  if (series.every(({ objectsPerRequest }) => objectsPerRequest.length === 0))
    return markup`<p class="empty">${text.title}: no round was tracked</p>`;
  return barChart(
    {
      series: series.map(({ name, tone, objectsPerRequest }) => ({ name, tone, values: objectsPerRequest })),
      groupLabel: (age) => String(age + 1),
      groupsName: 'age in rounds',
      hint: (value, age) => `${decimal(value)} objects per request alive at age ${plural(age + 1, 'round')}`,
    },
    text,
  );
}
