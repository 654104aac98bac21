import type { Report } from '../report.ts';
import { problemOfAudit } from './of-audit.ts';
import { problemsOfBudgets } from './of-budget.ts';
import { problemOfFinding } from './of-finding.ts';
import { problemOfLeak, problemsOfEvidence } from './of-leak.ts';
import type { Problem } from './problem.ts';

/** What is left to see to after a command, the surest first. */
export function problemsOf(report: Report): Problem[] {
  return all(report).sort((a, b) => ranks[a.level] - ranks[b.level]);
}

const ranks = { error: 0, warning: 1, note: 2 } as const satisfies Record<Problem['level'], number>;

function all(report: Report): Problem[] {
  switch (report.kind) {
    case 'check':
      return [...problemsOfEvidence(report.result), ...problemsOfBudgets(report.result.budgets)];
    case 'scan':
      return report.result.findings.map((finding) => problemOfFinding(finding));
    case 'fix':
      return [
        ...(report.result.written ? [] : report.result.fixed).map((finding) =>
          problemOfFinding(finding, 'watertight fix rewrites it'),
        ),
        ...report.result.left.map(({ finding, why }) => problemOfFinding(finding, `not rewritten: ${why}`)),
      ];
    case 'heal':
      return [
        ...report.result.healed
          .filter(({ accepted }) => accepted && !report.result.written)
          .map(({ leak }) => ({
            ...problemOfLeak(
              leak,
              report.result.before,
              report.result.committed
                ? `a proved patch is committed to ${report.result.committed.branch}`
                : 'a proved patch is ready; pass --write to apply it',
            ),
            level: 'warning' as const,
          })),
        ...report.result.remaining.map((leak) => problemOfLeak(leak, report.result.before, `remains: ${leak.why}`)),
      ];
    case 'audit':
      return report.result.findings.map((finding) => problemOfAudit(finding, report.result));
  }
}
