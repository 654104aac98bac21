import { problemsOf } from './problems/problems-of.ts';
import type { Problem } from './problems/problem.ts';
import { fileInRepository, noContext, type ReportContext } from './report-context.ts';
import type { Report } from './report.ts';
import { headlineOf } from './text/headline.ts';

/**
 * A result as annotations of GitHub Actions, the surest first, as GitHub shows no more than ten of a level for each step; the
 * headline comes last, as a plain line of the log.
 *
 * See https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 *
 * @example
 * github({ kind: 'scan', result }); // ::error file=src/app.ts,line=11,col=14,title=unbounded-cache::visitors keeps …
 */
export function github(report: Report, context: ReportContext = noContext): string {
  const lines = [...problemsOf(report).map((problem) => annotation(problem, context)), ...undecided(report)];
  return `${[...lines, plainLine(headlineOf(report))].join('\n')}\n`;
}

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

function annotation({ rule, level, message, details, place }: Problem, context: ReportContext): string {
  const properties = [
    ...(place ? [`file=${property(fileInRepository(place.file, context))}`, `line=${place.line}`] : []),
    ...(place?.column === undefined ? [] : [`col=${place.column}`]),
    `title=${property(`watertight: ${rule}`)}`,
  ];
  return `::${commands[level]} ${properties.join(',')}::${data([message, ...details].join('\n'))}`;
}

function undecided(report: Report): string[] {
  if (report.kind !== 'check' || report.result.verdict !== 'inconclusive') return [];
  return [`::warning title=${property('watertight: inconclusive')}::${data(report.result.reason)}`];
}

// As @actions/core escapes them: what is not escaped would end the command or begin another one.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// A line of a result must not pass for a command.
function plainLine(text: string): string {
  return text.replace(/^(?=::|##\[)/, ' ');
}
