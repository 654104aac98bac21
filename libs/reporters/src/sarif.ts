import { problemsOf } from './problems/problems-of.ts';
import type { Problem, ProblemPlace } from './problems/problem.ts';
import { noContext, type ReportContext } from './report-context.ts';
import type { Report } from './report.ts';
import { sarifRules } from './sarif/rules.ts';
import { messageOf } from './sarif/message.ts';
import { locationOf, rootId } from './sarif/location.ts';
import { notificationsOf } from './sarif/notifications.ts';

/** Names the way by which fingerprints are made: another one would be another number. */
const fingerprintKey = 'watertight/v1';

/**
 * A result as a SARIF 2.1.0 log, for code scanning: every rule is declared with its page, files are relative to the root of the
 * repository, and fingerprints do not move with the lines.
 *
 * See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * @example
 * await writeFile('watertight.sarif', sarif({ kind: 'scan', result }));
 */
export function sarif(report: Report, context: ReportContext = noContext): string {
  const rules = sarifRules(context);
  const ruleIds = rules.map(({ id }) => id);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Watertight', semanticVersion: context.version, rules } },
        automationDetails: { id: `watertight/${report.kind}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [rootId]: { description: { text: 'the root of the repository' } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(report, context) }],
        results: problemsOf(report).map((problem) => resultOf(problem, ruleIds.indexOf(problem.rule), context)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(problem: Problem, ruleIndex: number, context: ReportContext): object {
  const { rule, level, message, details, place, flow, fingerprint } = problem;
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    kind: 'fail',
    level,
    message: messageOf([message, ...details].join('\n')),
    ...(place && { locations: [locationOf(place, context)] }),
    ...(flow.length > 1 && { codeFlows: [codeFlowOf(flow, context)] }),
    partialFingerprints: { [fingerprintKey]: fingerprint },
  };
}

// What is put, and who keeps it, are seen before the way that leads there.
const importance = { source: 'essential', step: 'important', insertion: 'essential', owner: 'essential' } as const;

function codeFlowOf(flow: Problem['flow'], context: ReportContext): object {
  const locations = flow.map(({ place, role, text }) => ({
    location: { ...locationOf(place satisfies ProblemPlace, context), message: messageOf(text) },
    importance: importance[role],
  }));
  return { threadFlows: [{ locations }] };
}
