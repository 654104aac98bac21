import type { Healed, HealResult, ResponseComparison } from '@watertight/evidence';
import { amountOf, intervalText, quantity, responsesOf } from '../text/describe.ts';
import { healSummary } from '../text/heal-summary.ts';
import { charts } from './charts.ts';
import { diffBlock } from './diff.ts';
import { code, list } from './facts.ts';
import { confirmList, needsList } from './fix.ts';
import { below, heading, type Level } from './heading.ts';
import { leakDetails, leakTitle } from './leak.ts';
import { markup, type Part } from './markup.ts';
import { twoSides } from './sides.ts';
import { prose } from './prose.ts';
import { table } from './table.ts';
import { foldedTrial, trialSection } from './trial.ts';
import { badge, verdictBadge, verdictBanner } from './verdict.ts';

/** How the healing ended, then what shows it. */
export function htmlHeal(heal: HealResult): Part {
  const { verdict, text } = healSummary(heal);
  return [verdictBanner(verdict, markup`<em>${text}</em>`, [sourceNote(heal)]), healSections(heal, 2, 'heal')];
}

/** Memory before and after on the same axes, each leak with its rewrite and proof, what remains, the trial. */
export function healSections(heal: HealResult, level: Level, id: string): Part {
  const { leaks, signals } = heal.before;
  const sides = twoSides(heal.before, heal.after);
  return [
    charts(sides, id),
    heal.healed.map((healed, index) => [
      heading(level, [leakTitle(healed.leak), ' ', acceptance(healed)], `${id}-leak-${index + 1}`),
      leakDetails(healed.leak, amountOf(healed.leak, leaks, signals)),
      proof(healed, below(level)),
    ]),
    heal.remaining.map((leak, index) => [
      heading(level, [leakTitle(leak), ' ', badge('leaking', 'remains')], `${id}-remaining-${index + 1}`),
      leakDetails(leak, amountOf(leak, leaks, signals), [['why it remains', prose(leak.why)]]),
    ]),
    level === 2 ? trialSection(heal.before, level) : foldedTrial(heal.before),
  ];
}

/** Whether the source is as it was. */
export function sourceNote({ healed, written }: HealResult): Part {
  if (!healed.some(({ accepted }) => accepted)) return 'the source is untouched';
  return written
    ? 'the accepted patches are written'
    : markup`the source is untouched; pass <code>--write</code> to apply the accepted patches`;
}

function acceptance({ accepted }: Healed): Part {
  return accepted ? badge('stable', 'healed') : badge('leaking', 'not accepted');
}

function proof(healed: Healed, level: Level): Part {
  return [
    heading(level, ['Rewrite by ', code(healed.rule), ' in ', code(healed.file)]),
    diffBlock(healed.patch),
    confirmList(healed.assumptions),
    needsList(healed.dependencies),
    heading(level, 'Proof'),
    table(
      ['', 'verdict', 'growth per request', '95 % interval'],
      (['before', 'after'] as const).map((side) => {
        const outcome = healed[side];
        return [
          side,
          verdictBadge(outcome.verdict),
          quantity(outcome.slopePerRequest, outcome.unit),
          intervalText(outcome),
        ];
      }),
    ),
    markup`<p>responses: ${responsesOf(healed.responses)}</p>`,
    differences(healed.responses),
    markup`<p><strong>${healed.accepted ? 'accepted' : 'not accepted'}</strong>: ${prose(healed.why)}</p>`,
  ];
}

function differences({ examples }: ResponseComparison): Part {
  return list(
    'differences',
    examples.map((example) => code(example)),
  );
}
