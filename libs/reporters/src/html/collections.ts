import type { Evidence } from '@watertight/evidence';
import { lineChart } from '../chart/line-chart.ts';
import { swatch } from '../chart/marker.ts';
import type { Line } from '../chart/plot.ts';
import { bytes } from '../text/units.ts';
import { markup, type Part } from './markup.ts';

/** The heap as it stood before each collection and after it; nothing where it was not told. */
export function collectionsFigure({ trial, verdict }: Evidence, id: string): Part {
  const before = trial.series.flatMap(({ requests, heapUsedBeforeGcBytes: value }) =>
    value === undefined ? [] : [{ requests, value }],
  );
  if (before.length === 0) return null;
  const after = trial.series.map(({ requests, heapUsedBytes }) => ({ requests, value: heapUsedBytes }));
  const lines: readonly Line[] = [
    { name: 'before collection', tone: 'plain', points: before },
    { name: 'after it', tone: verdict === 'stable' ? 'cool' : 'warm', points: after },
  ];
  const freed = trial.series.map(({ heapUsedBeforeGcBytes, heapUsedBytes }) =>
    Math.max(0, (heapUsedBeforeGcBytes ?? heapUsedBytes) - heapUsedBytes),
  );
  const description = `Each collection frees ${bytes(Math.min(...freed))} to ${bytes(Math.max(...freed))}`;
  return markup`<div class="charts"><figure>
${lineChart(lines, 'bytes', { id, title: 'heap before and after collection', description })}
<figcaption><ul class="legend">${lines.map(({ name, tone }) => markup`<li>${swatch(tone)} <span>${name}</span></li>`)}</ul>
<p class="note">${description}: what comes and goes with each request. What is left after it is what counts.</p></figcaption>
</figure></div>`;
}
