import type { Healed, HealResult } from '@watertight/evidence';
import { amountOf, responsesOf, slopeOf, titleOf, trialOf } from '../text/describe.ts';
import { healSummary } from '../text/heal-summary.ts';
import { leakSections } from './evidence.ts';
import { list, needs } from './findings.ts';
import { code, codeBlock, escaped, table } from './text.ts';

/** Each leak with its rewrite and the proof, then what remains. */
export function markdownHeal(heal: HealResult): string[] {
  const { leaks, signals, trial } = heal.before;
  return [
    `# Watertight: ${escaped(healSummary(heal).text)}`,
    ...heal.healed.flatMap((healed) => [
      ...leakSections(healed.leak, amountOf(healed.leak, leaks, signals)),
      ...proofSections(healed),
    ]),
    ...heal.remaining.flatMap((leak) => [
      ...leakSections(leak, amountOf(leak, leaks, signals), `## Remains: ${escaped(titleOf(leak))}`),
      `Why: ${escaped(leak.why)}`,
    ]),
    '## Trial',
    escaped(trialOf(trial, signals)),
    ...(heal.committed ? [`The accepted patches are committed to ${code(heal.committed.branch)}.`] : []),
    heal.written ? 'The accepted patches are written.' : 'The source is untouched.',
  ];
}

function proofSections(healed: Healed): string[] {
  return [
    `### ${healed.accepted ? 'Accepted' : 'Not accepted'}: ${escaped(healed.why)}`,
    `Rule ${code(healed.rule)} in ${code(healed.file)}`,
    codeBlock(healed.patch, 'diff'),
    table(
      ['', 'verdict', 'growth'],
      [
        ['before', healed.before.verdict, slopeOf(healed.before)],
        ['after', healed.after.verdict, slopeOf(healed.after)],
      ],
    ),
    `Responses: ${escaped(responsesOf(healed.responses))}`,
    ...list('Differences', healed.responses.examples.map(escaped)),
    ...needs(healed.dependencies),
    ...list('Please confirm', healed.assumptions.map(escaped)),
  ];
}
