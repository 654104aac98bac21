import type { Finding, FlowStep } from '@watertight/evidence';
import { printable } from '../text/printable.ts';
import type { Problem, ProblemStep } from './problem.ts';

const levels = { high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<
  Finding['confidence'],
  Problem['level']
>;

/** A finding of the source; `more` is said below its message. */
export function problemOfFinding(finding: Finding, more?: string): Problem {
  const { rule, confidence, message, file, line, column, fix, flow = [], fingerprint } = finding;
  return {
    rule,
    level: levels[confidence],
    message: printable(message),
    details: [`${confidence} confidence, fix ${fix}`, ...(more === undefined ? [] : [printable(more)])],
    place: { file, line, column },
    flow: flow.map(stepOf),
    fingerprint,
  };
}

function stepOf({ role, file, line, column, text }: FlowStep): ProblemStep {
  return { role, place: { file, line, column }, text: printable(text) };
}
