import type { Evidence } from '@watertight/evidence';
import { amountOf } from '../text/describe.ts';
import { heading } from './heading.ts';
import { leakDetails, leakTitle } from './leak.ts';
import { markup, type Part } from './markup.ts';
import { memoryCharts, soleSide } from './memory.ts';
import { survivorsFigure } from './survivors.ts';
import { trialSection } from './trial.ts';
import { verdictBanner } from './verdict.ts';

/** A trial: the verdict, the memory it followed, each leak, how sure it is. */
export function htmlEvidence(evidence: Evidence): Part {
  const { leaks, signals, verdict, reason } = evidence;
  const sides = [soleSide(evidence)];
  return [
    verdictBanner(verdict, [markup`<em>${verdict}</em>`, `: ${reason}`]),
    memoryCharts(sides, 'memory'),
    survivorsFigure(sides, 'survivors'),
    leaks.map((leak, index) => [
      heading(2, leakTitle(leak), `leak-${index + 1}`),
      leakDetails(leak, amountOf(leak, leaks, signals)),
    ]),
    trialSection(evidence, 2),
  ];
}
