import { problemsOf } from './problems/problems-of.ts';
import { overBudgetRule, type Problem } from './problems/problem.ts';
import { fileInRepository, noContext, type ReportContext } from './report-context.ts';
import type { BudgetResult, Evidence } from '@watertight/evidence';
import type { Report } from './report.ts';
import { budgetSubject, budgetText } from './text/budgets.ts';
import { judgementOf, signalTitles } from './text/describe.ts';
import { headlineOf } from './text/headline.ts';

/**
 * A result as JUnit's XML, as GitLab, Jenkins and others read it: what is to be seen to fails, what is hardly a leak is skipped,
 * what could not be told is an error, and there is always one case at least, as an empty report passes for a broken one.
 *
 * @example
 * await writeFile('junit.xml', junit({ kind: 'check', result: evidence }));
 */
export function junit(report: Report, context: ReportContext = noContext): string {
  // A budget that is kept is a case too, so each is told as one of its own.
  const problems = problemsOf(report).filter(({ rule }) => rule !== overBudgetRule);
  const cases = [
    ...signalCases(report),
    ...budgetCases(report),
    ...problems.map((problem) => problemCase(problem, report, context)),
  ];
  const suite = `watertight ${report.kind}`;
  const told = cases.length > 0 ? cases : [passed(headlineOf(report), suite)];
  const count = (outcome: Case['outcome']) => told.filter((one) => one.outcome === outcome).length;
  const counts = `tests="${told.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${secondsOf(report)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${suite}" ${counts}>
  <testsuite name="${suite}" ${counts}>
${told.map(({ xml }) => xml).join('\n')}
  </testsuite>
</testsuites>
`;
}

interface Case {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function problemCase(problem: Problem, report: Report, context: ReportContext): Case {
  const { rule, level, message, details, place } = problem;
  const file = place && fileInRepository(place.file, context);
  const name = file === null ? rule : `${rule} at ${file}:${place!.line}`;
  const attributes = `${named(name, file ?? `watertight ${report.kind}`)}${file === null ? '' : ` file="${attribute(file)}" line="${place!.line}"`}`;
  const outcome = level === 'note' ? 'skipped' : 'failure';
  return withBody(outcome, attributes, { message, type: rule, text: details.join('\n') });
}

// Leaks stand for the signals that they show in.
function signalCases(report: Report): Case[] {
  if (report.kind !== 'check') return [];
  const { signals, leaks, baseline } = report.result;
  const isKnown = baseline?.verdict === 'no-worse';
  return signals.filter(({ verdict }) => verdict !== 'leaking' || (leaks.length === 0 && !isKnown)).map(signalCase);
}

function signalCase(signal: Evidence['signals'][number]): Case {
  const name = signalTitles[signal.name];
  if (signal.verdict === 'stable') return passed(name, 'watertight check');
  const outcome = signal.verdict === 'leaking' ? 'failure' : 'error';
  return withBody(outcome, named(name, 'watertight check'), {
    message: judgementOf(signal),
    type: signal.verdict,
    text: signal.reason ?? '',
  });
}

function budgetCases(report: Report): Case[] {
  const budgets = (report.kind === 'check' && report.result.budgets) || [];
  return budgets.map((one) => budgetCase(one, budgetSubject(one, budgets)));
}

const limitNames = {
  'growth-per-request': 'per request',
  'size-after-collection': 'after a collection',
} as const satisfies Record<BudgetResult['limits'], string>;

function budgetCase(result: BudgetResult, subject: string): Case {
  const name = `budget of ${subject}: ${signalTitles[result.signal]} ${limitNames[result.limits]}`;
  if (result.verdict === 'within') return passed(name, 'watertight check');
  const outcome = result.verdict === 'over' ? 'failure' : 'error';
  return withBody(outcome, named(name, 'watertight check'), {
    message: budgetText(result),
    type: overBudgetRule,
    text: '',
  });
}

function passed(name: string, suite: string): Case {
  return { outcome: 'passed', xml: `    <testcase ${named(name, suite)}/>` };
}

function withBody(
  outcome: 'failure' | 'error' | 'skipped',
  attributes: string,
  { message, type, text }: { readonly message: string; readonly type: string; readonly text: string },
): Case {
  const kind = outcome === 'skipped' ? '' : ` type="${attribute(type)}"`;
  const body = `<${outcome} message="${attribute(message)}"${kind}>${escaped([message, text].filter(Boolean).join('\n'))}</${outcome}>`;
  return { outcome, xml: `    <testcase ${attributes}>\n      ${body}\n    </testcase>` };
}

function named(name: string, suite: string): string {
  return `name="${attribute(name)}" classname="${attribute(suite)}"`;
}

function secondsOf(report: Report): string {
  switch (report.kind) {
    case 'check':
      return seconds(report.result.trial.durationMs);
    case 'scan':
      return seconds(report.result.stats.durationMs);
    case 'heal':
      return seconds(report.result.before.trial.durationMs + (report.result.after?.trial.durationMs ?? 0));
    case 'fix':
    case 'audit':
      return '0';
  }
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

// XML 1.0 has no way to write most control characters, nor a lone half of a pair.
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' } as const;

function escaped(text: string): string {
  return text
    .replace(unwritable, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character as keyof typeof entities]);
}

// A parser turns line breaks in attributes into blanks unless they are written as numbers.
function attribute(text: string): string {
  return escaped(text).replaceAll('\r', '&#13;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
