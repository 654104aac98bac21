import type { Evidence, TrialRecord } from '@watertight/evidence';
import { ageChart, type Ages } from '../chart/age-chart.ts';
import { swatch } from '../chart/marker.ts';
import { decimal } from '../text/units.ts';
import { markup, type Part } from './markup.ts';
import type { Side } from './sides.ts';

/** How many objects of a round are still alive as it grows older; nothing where no round was tracked. */
export function survivorsFigure(sides: readonly Side[], id: string): Part {
  const tracked = sides.map(trackedOf).filter(({ objectsPerRequest }) => objectsPerRequest.length > 0);
  if (tracked.length === 0) return null;
  const description = tracked.map(({ name, outcome }) => `${name}: ${outcome}`).join('; ');
  return markup`<figure>
${ageChart(tracked, { id, title: 'objects alive per request', description })}
<figcaption><ul class="legend">${tracked.map(({ name, tone, outcome }) => markup`<li>${swatch(tone)} <span><strong>${name}</strong>: ${outcome}</span></li>`)}</ul>
<p class="note">Objects that leak stay as many at every age; those of a bounded cache go once it is full.</p></figcaption>
</figure>`;
}

interface Tracked extends Ages {
  /** The same in words. */
  readonly outcome: string;
}

function trackedOf({ name, tone, evidence }: Side): Tracked {
  const objectsPerRequest = objectsByAge(evidence.trial);
  const [youngest = 0] = objectsPerRequest;
  const oldest = objectsPerRequest.at(-1) ?? 0;
  const alive = `${decimal(youngest)} objects per request alive at the end of their round, ${decimal(oldest)} at the oldest age`;
  return { name, tone, objectsPerRequest, outcome: alive + reasonIn(evidence) };
}

// Survivors of a cache that still fills up look like those of a leak: the verdict says which they are.
function reasonIn({ signals }: Evidence): string {
  const signal = signals.find(({ name }) => name === 'survivors');
  if (!signal) return '';
  return `; ${signal.verdict}${signal.reason ? `: ${signal.reason}` : ''}`;
}

// The median over rounds: the first of them still carry what is allocated once.
function objectsByAge({ survivors }: TrialRecord): number[] {
  const ages = Math.max(0, ...survivors.map((round) => round.objectsByAge.length));
  return Array.from({ length: ages }, (_, age) =>
    median(
      survivors.flatMap((round) => {
        const objects = round.objectsByAge[age];
        return objects === undefined || round.requests <= 0 ? [] : [objects / round.requests];
      }),
    ),
  );
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
