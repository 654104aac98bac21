import type { TrialRecord } from '@watertight/evidence';
import { ageChart, type Ages } from '../chart/age-chart.ts';
import { swatch } from '../chart/marker.ts';
import { decimal } from '../text/units.ts';
import { markup, type Part } from './markup.ts';
import type { Side } from './sides.ts';

/** How many objects of a round are still alive as it grows older; nothing where no round was tracked. */
export function survivorsFigure(sides: readonly Side[], id: string): Part {
  const tracked = sides
    .map(({ name, tone, evidence }) => ({ name, tone, objectsPerRequest: objectsByAge(evidence.trial) }))
    .filter(({ objectsPerRequest }) => objectsPerRequest.length > 0);
  if (tracked.length === 0) return null;
  return markup`<figure>
${ageChart(tracked, { id, title: 'objects alive per request', description: tracked.map((ages) => `${ages.name}: ${survivalOf(ages)}`).join('; ') })}
<figcaption><ul class="legend">${tracked.map((ages) => markup`<li>${swatch(ages.tone)} <span><strong>${ages.name}</strong>: ${survivalOf(ages)}</span></li>`)}</ul>
<p class="note">Objects that leak stay as many at every age; those of a cache or a queue go.</p></figcaption>
</figure>`;
}

function survivalOf({ objectsPerRequest }: Ages): string {
  const [youngest, oldest] = [objectsPerRequest[0]!, objectsPerRequest.at(-1)!];
  return `${decimal(youngest)} objects per request alive at the end of their round, ${decimal(oldest)} at the oldest age`;
}

// The median over rounds: the first of them still carry what is allocated once.
function objectsByAge({ survivors }: TrialRecord): number[] {
  const ages = Math.max(0, ...survivors.map((round) => round.objectsByAge.length));
  return Array.from({ length: ages }, (_, age) =>
    median(
      survivors.flatMap(({ requests, objectsByAge }) => {
        const objects = objectsByAge[age];
        return objects === undefined || requests <= 0 ? [] : [objects / requests];
      }),
    ),
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
