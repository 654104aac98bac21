import type { Signal } from '@watertight/evidence';
import { barChart } from '../chart/bar-chart.ts';
import { swatch } from '../chart/marker.ts';
import { signalTitles } from '../text/describe.ts';
import { plural } from '../text/units.ts';
import { markup, type Markup, type Part } from './markup.ts';
import type { Side } from './sides.ts';

/** Requests and responses that were still reachable after they had closed; nothing where none were watched. */
export function keptFigure(sides: readonly Side[], id: string): Part {
  const kept = sides.flatMap(keptIn);
  if (kept.length === 0) return null;
  const title = signalTitles['watched-objects'];
  const description = kept.map(({ name, outcome }) => `${name}: ${outcome}`).join('; ');
  return markup`<figure>
${barChart(
  {
    series: kept.map(({ name, tone, objects }) => ({ name, tone, values: [objects] })),
    groupLabel: () => '',
    groupsName: `objects alive after ${plural(kept[0]!.requests, 'request')}`,
    hint: (objects) => plural(objects, 'object'),
  },
  { id, title, description },
)}
<figcaption><ul class="legend">${kept.map(({ name, tone, outcome }) => markup`<li>${swatch(tone)} <span><strong>${name}</strong>: ${outcome}</span></li>`)}</ul>
<p class="note">What is kept may be replaced again and again: then it never grows, and no curve of the heap shows it.</p></figcaption>
</figure>`;
}

/** The same in a few words, for a cell of a table. */
export function keptInWords(sides: readonly Side[]): Markup {
  const counts = sides.flatMap(keptIn).map(({ objects }) => objects);
  return markup`<span class="note">${counts.join(' → ')} kept</span>`;
}

interface Kept extends Pick<Side, 'name' | 'tone'> {
  readonly objects: number;
  readonly requests: number;
  readonly outcome: string;
}

function keptIn({ name, tone, evidence }: Side): Kept[] {
  const signal = evidence.signals.find((one) => one.name === 'watched-objects');
  if (!signal) return [];
  const requests = requestsOf(signal);
  const objects = Math.round(signal.slopePerRequest * requests);
  const outcome = `${signal.verdict}, ${plural(objects, 'object')} kept after ${plural(requests, 'request')}`;
  return [{ name, tone, objects, requests, outcome }];
}

// The smallest share that could have been seen is one object.
function requestsOf({ smallestDetectable }: Signal): number {
  return smallestDetectable > 0 ? Math.round(1 / smallestDetectable) : 0;
}
