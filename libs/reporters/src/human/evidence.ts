import { advise, partsOf } from '@watertight/diagnosis';
import type { BudgetResult, Evidence, Leak, Signal } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { budgetSubject, budgetText } from '../text/budgets.ts';
import {
  allocationOf,
  amountOf,
  quantity,
  signalTitles,
  slopeOf,
  titleOf,
  trialOf,
  whatOf,
  whereOf,
} from '../text/describe.ts';
import { pathTree } from '../text/path-tree.ts';
import { printable } from '../text/printable.ts';
import { indent } from '../text/wrap.ts';
import { joinBlocks, layoutFor, textColumn, type Layout } from './layout.ts';

/** A trial as a tired engineer understands it in ten seconds: verdict, leaks, how sure. */
export function humanEvidence(evidence: Evidence, style: TextStyle): string {
  const layout = layoutFor(style);
  return joinBlocks([
    [verdictLine(evidence, layout)],
    ...evidence.leaks.map((leak) => leakBlock(leak, evidence, layout)),
    goneRows(evidence, layout),
    budgetRows(evidence, layout),
    nextRows(evidence, layout),
    signalRows(evidence, layout),
    (evidence.unseen ?? []).map((what, index) => layout.row(index === 0 ? 'not seen' : '', printable(what))),
    [layout.row('trial', trialOf(evidence.trial, evidence.signals))],
  ]);
}

function verdictLine({ verdict, reason, budgets = [], baseline }: Evidence, layout: Layout): string {
  const isOver = budgets.some((one) => one.verdict === 'over');
  const compared = baseline ? `; ${baseline.reason}` : '';
  const said = `${verdict}: ${reason}${compared}${isOver ? '; but over budget' : ''}`;
  const [first, ...others] = layout.prose(printable(said)).split('\n');
  return [first!.replace(verdict, layout.verdict(verdict)), ...others].join('\n');
}

function leakBlock(leak: Leak, { leaks, signals }: Evidence, layout: Layout): string[] {
  const change = leak.change === undefined ? '' : `${leak.change}: `;
  const title = leakTitle(leak, amountOf(leak, leaks, signals), layout, change);
  // What is known is not what to look at now.
  return leak.change === 'known' && !layout.isVerbose
    ? [title, layout.row('what', whatOf(leak))]
    : [title, ...leakRows(leak, layout)];
}

export function leakTitle(leak: Leak, amount: string, { paint, heading }: Layout, before = ''): string {
  return heading(`${before}${paint.bold(printable(titleOf(leak)))}  ${amount}`);
}

/** What piles up, where it is put, who holds it, what to do. */
export function leakRows(leak: Leak, layout: Layout): string[] {
  const where = whereOf(leak);
  return [
    layout.row('what', whatOf(leak)),
    ...where.map((place, index) => layout.row(index === 0 ? 'where' : '', layout.paint.cyan(place))),
    ...(where.length === 0 ? [layout.row('where', 'the line is not known')] : []),
    ...heldRows(leak, layout),
    ...allocationRows(leak, layout),
    ...(leak.finding ? [layout.row('why', printable(partsOf(leak.finding).why))] : []),
    layout.row('do', printable(advise(leak))),
    ...(layout.isVerbose ? moreRows(leak, layout) : []),
  ];
}

function heldRows(leak: Leak, layout: Layout): string[] {
  const { paint, isVerbose } = layout;
  const [first, ...others] = pathTree(leak, { underline: paint.red, owner: paint.dim, isWhole: isVerbose });
  if (first === undefined) return [];
  return [layout.row('held by', first), ...others.map((line) => indent(line, textColumn))];
}

const fewestOfLargest = 0.25;
const mostSites = 2;

// Where it is the line of the insertion that allocates, nothing is to be added.
function allocationRows({ allocationSites: sites, insertion }: Leak, layout: Layout): string[] {
  const largest = sites[0]?.bytesPerRequest ?? 0;
  const telling = sites
    .filter(({ bytesPerRequest }) => bytesPerRequest >= fewestOfLargest * largest)
    .slice(0, mostSites);
  const [only] = telling;
  const isInsertion = telling.length === 1 && only?.file === insertion?.file && only?.line === insertion?.line;
  const told = layout.isVerbose ? sites : isInsertion ? [] : telling;
  return told.map((site, index) => layout.row(index === 0 ? 'allocated' : '', allocationOf(site)));
}

function moreRows({ routes, constructor, signature }: Leak, layout: Layout): string[] {
  return [
    ...(routes.length > 0 ? [layout.row('by', printable(routes.join(', ')))] : []),
    ...(constructor === null ? [] : [layout.row('class', printable(constructor))]),
    layout.row('signature', signature),
  ];
}

function goneRows({ baseline }: Evidence, layout: Layout): string[] {
  return (baseline?.gone ?? []).map((leak, index) => layout.row(index === 0 ? 'gone' : '', whatOf(leak)));
}

const tones = { within: 'stable', over: 'leaking', inconclusive: 'inconclusive' } as const satisfies Record<
  BudgetResult['verdict'],
  Evidence['verdict']
>;

function budgetRows({ budgets = [] }: Evidence, layout: Layout): string[] {
  return budgets.map((one) => {
    const row = layout.row('budget', `${one.verdict}: ${budgetSubject(one, budgets)}: ${budgetText(one)}`);
    return row.replace(one.verdict, layout.tone(tones[one.verdict], one.verdict));
  });
}

// Only what has a known cause has a rewrite.
function nextRows({ leaks, trial }: Evidence, layout: Layout): string[] {
  if (!leaks.some(({ cause, finding }) => cause !== null && finding?.fix !== 'manual')) return [];
  if (trial.attachedTo !== undefined) {
    return [layout.row('next', '`heal --unsafe -- <what starts it>` rewrites a copy and proves it by the same load')];
  }
  return [
    layout.row('next', 'the same with `heal --unsafe` for `check` rewrites a copy and proves it by the same load'),
  ];
}

// Where a leak has a line, its numbers are said already; where the verdict is open, or nothing was found to blame, each signal speaks.
function signalRows({ verdict, leaks, signals }: Evidence, layout: Layout): string[] {
  const isExplained = !layout.isVerbose && (verdict === 'stable' || (verdict === 'leaking' && leaks.length > 0));
  return isExplained ? [] : signals.map((signal) => layout.row('signal', signalText(signal, layout)));
}

function signalText(signal: Signal, layout: Layout): string {
  const reason = signal.reason ? `: ${signal.reason}` : '';
  const sees = layout.isVerbose ? `, sees from ${quantity(signal.smallestDetectable, signal.unit)}` : '';
  const said = `${signalTitles[signal.name]} ${slopeOf(signal)}${sees}${reason}`;
  return `${layout.verdict(signal.verdict)} ${printable(said)}`;
}
