import type { JsonLine } from '@watertight/evidence';
import type { Report } from './report.ts';

/**
 * A result as one JSON record in each line, for `grep`, `jq` and log collectors; each line says by its `type` what it holds.
 *
 * @example
 * jsonl({ kind: 'scan', result }).split('\n')[0]; // {"schemaVersion":1,"command":"scan","type":"finding","record":{…}}
 */
export function jsonl(report: Report): string {
  return recordsOf(report)
    .map(({ type, record }) => JSON.stringify({ schemaVersion: 1, command: report.kind, type, record }))
    .map((line) => `${line}\n`)
    .join('');
}

type Typed = JsonLine extends infer Line
  ? Line extends { readonly type: infer Type; readonly record: infer Content }
    ? { readonly type: Type; readonly record: Content }
    : never
  : never;

function recordsOf(report: Report): Typed[] {
  switch (report.kind) {
    case 'check': {
      const { verdict, reason, leaks, signals, budgets = [], trial } = report.result;
      return [
        { type: 'verdict', record: { verdict, reason } },
        ...leaks.map((record) => ({ type: 'leak' as const, record })),
        ...signals.map((record) => ({ type: 'signal' as const, record })),
        ...budgets.map((record) => ({ type: 'budget' as const, record })),
        { type: 'trial', record: trial },
      ];
    }
    case 'scan': {
      const { findings, notAnalysed, stats } = report.result;
      return [
        ...findings.map((record) => ({ type: 'finding' as const, record })),
        ...notAnalysed.map((record) => ({ type: 'not-analysed' as const, record })),
        { type: 'scan-stats', record: stats },
      ];
    }
    case 'fix': {
      const { fixed, left, dependencies, assumptions, notAnalysed, diff, written } = report.result;
      return [
        ...fixed.map((record) => ({ type: 'fixed' as const, record })),
        ...left.map((record) => ({ type: 'left' as const, record })),
        ...dependencies.map((record) => ({ type: 'dependency' as const, record })),
        ...assumptions.map((record) => ({ type: 'assumption' as const, record })),
        ...notAnalysed.map((record) => ({ type: 'not-analysed' as const, record })),
        { type: 'patch', record: { diff, written } },
      ];
    }
    case 'heal': {
      const { healed, remaining, before, after } = report.result;
      const { verdict, reason } = after ?? before;
      return [
        ...healed.map((record) => ({ type: 'healed' as const, record })),
        ...remaining.map((record) => ({ type: 'remaining' as const, record })),
        { type: 'verdict', record: { verdict, reason } },
      ];
    }
    case 'audit': {
      const { findings, lockFile, format, stats } = report.result;
      return [
        ...findings.map((record) => ({ type: 'locked-version' as const, record })),
        { type: 'audit-stats', record: { lockFile, format, stats } },
      ];
    }
  }
}
