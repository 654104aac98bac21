import type { Evidence } from '@watertight/evidence';
import { amountOf } from '../text/describe.ts';
import { allocationsSection } from './allocations.ts';
import { budgetsSection } from './budgets.ts';
import { charts } from './charts.ts';
import { heading } from './heading.ts';
import { leakDetails, leakTitle } from './leak.ts';
import { markup, type Part } from './markup.ts';
import { soleSide } from './sides.ts';
import { trialSection } from './trial.ts';
import { verdictBanner } from './verdict.ts';

/** A trial: the verdict, the memory it followed, each leak, how sure it is. */
export function htmlEvidence(evidence: Evidence): Part {
  const { leaks, signals, verdict, reason, baseline } = evidence;
  return [
    verdictBanner(
      verdict,
      [markup`<em>${verdict}</em>`, `: ${reason}${baseline ? `; ${baseline.reason}` : ''}`],
      leaks.map((leak, index) => [
        leak.change !== undefined && `${leak.change}: `,
        markup`<a href="#leak-${index + 1}">${leakTitle(leak)}</a>: `,
        amountOf(leak, leaks, signals),
      ]),
    ),
    charts([soleSide(evidence)], 'trial'),
    leaks.map((leak, index) => [
      heading(2, leakTitle(leak), `leak-${index + 1}`),
      leakDetails(leak, amountOf(leak, leaks, signals)),
    ]),
    budgetsSection(evidence.budgets),
    allocationsSection(evidence),
    trialSection(evidence, 2),
  ];
}
