import type { Evidence } from '@watertight/evidence';
import { human, repeatCommand } from '@watertight/reporters';
import type { Order } from './protocol.ts';

const width = 96;

/** What was found as the message of an assertion tells it: the leaks, how they were measured, how to repeat it. */
export function accountOf(evidence: Evidence, { command, notes }: Order): string {
  const told: Evidence = { ...evidence, trial: { ...evidence.trial, command } };
  const hints = evidence.leaks.some(isTestDouble) ? [ofTestDoubles] : [];
  return [
    human({ kind: 'check', result: told }, { color: false, width }).trimEnd(),
    '',
    ...[...hints, ...notes].map((note) => `  note       ${note}`),
    `  repeat     ${repeatCommand(told.trial)}`,
  ].join('\n');
}

const ofTestDoubles =
  'a test double keeps the arguments of its calls; clear it as it is called, or hand in a plain function';

// `jest.fn()` and `vi.fn()` keep them in an array below `mock`.
function isTestDouble({ retainingPath, sink }: Evidence['leaks'][number]): boolean {
  return [...retainingPath, sink?.name ?? ''].some((step) =>
    /\b(mockState|mockCalls|mock\.calls|mock\.contexts|invocationCallOrder)\b/.test(step),
  );
}
