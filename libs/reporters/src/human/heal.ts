import type { Evidence, Healed, HealResult, ResponseComparison } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { amountOf, responsesOf, slopeOf, trialOf } from '../text/describe.ts';
import { printable } from '../text/printable.ts';
import { plural } from '../text/units.ts';
import { indent } from '../text/wrap.ts';
import { humanDiff } from './diff.ts';
import { leakRows, leakTitle } from './evidence.ts';
import { confirmRows, needRows } from './fix.ts';
import { joinBlocks, layoutFor, type Layout } from './layout.ts';
import { healSummary } from '../text/heal-summary.ts';

/** Leak by leak: what it was, the rewrite, the proof; then what remains and why. */
export function humanHeal(heal: HealResult, style: TextStyle): string {
  const layout = layoutFor(style);
  return joinBlocks([
    [headline(heal, layout)],
    ...heal.healed.map((healed) => healedBlock(healed, heal.before, layout)),
    ...heal.remaining.map((leak) => [
      leakTitle(
        leak,
        amountOf(leak, heal.before.leaks, heal.before.signals),
        layout,
        `${layout.paint.red('remains')}: `,
      ),
      ...leakRows(leak, layout),
      layout.row('why', printable(leak.why)),
    ]),
    [layout.row('trial', trialOf(heal.before.trial, heal.before.signals)), ...nextStep(heal, layout)],
  ]);
}

/**
 * One proved rewrite, as it is shown to whom it is to convince.
 *
 * @example
 * process.stderr.write(humanHealed(healed, { color: false, width: 80 }));
 */
export function humanHealed(healed: Healed, style: TextStyle): string {
  return joinBlocks([healedBlock(healed, { leaks: [healed.leak], signals: [] }, layoutFor(style))]);
}

function headline(heal: HealResult, layout: Layout): string {
  const { verdict, text } = healSummary(heal);
  const color = { leaking: layout.paint.red, stable: layout.paint.green, inconclusive: layout.paint.yellow }[verdict];
  return layout.paint.bold(color(layout.prose(printable(text))));
}

function healedBlock(
  healed: Healed,
  { leaks, signals }: Pick<Evidence, 'leaks' | 'signals'>,
  layout: Layout,
): string[] {
  const { leak, before, after } = healed;
  return [
    leakTitle(leak, amountOf(leak, leaks, signals), layout),
    ...leakRows(leak, layout),
    layout.row('rule', printable(`${healed.rule} in ${healed.file}`)),
    ...humanDiff(healed.patch, layout.paint).map((line) => indent(line, 4)),
    layout.row('before', `${layout.verdict(before.verdict)} ${slopeOf(before)}`),
    layout.row('after', `${layout.verdict(after.verdict)} ${slopeOf(after)}`),
    ...responseRows(healed.responses, layout),
    ...needRows(healed.dependencies, layout),
    ...confirmRows(healed.assumptions, layout),
    layout.row('result', `${acceptance(healed, layout)}: ${printable(healed.why)}`),
  ];
}

function acceptance({ accepted }: Healed, { paint }: Layout): string {
  return accepted ? paint.green('accepted') : paint.red('not accepted');
}

function responseRows(responses: ResponseComparison, layout: Layout): string[] {
  return [
    layout.row('responses', responsesOf(responses)),
    ...responses.examples.map((example) => layout.row('', printable(example))),
  ];
}

function nextStep({ healed, written, committed }: HealResult, layout: Layout): string[] {
  if (!healed.some(({ accepted }) => accepted)) return [];
  const untouched = committed ? 'untouched' : 'untouched; pass --write to apply the accepted patches';
  return [
    ...(committed ? [layout.row('branch', committedText(committed))] : []),
    layout.row('source', written ? 'the accepted patches are written' : untouched),
  ];
}

function committedText({ branch, commits }: NonNullable<HealResult['committed']>): string {
  return `${plural(commits.length, 'commit')} on ${printable(branch)}; see them with \`git log -p ..${printable(branch)}\``;
}
