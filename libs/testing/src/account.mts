import type { Evidence } from '@watertight/evidence';
import { human, repeatCommand } from '@watertight/reporters';
import type { Order } from './protocol.ts';

const width = 96;

/** What was found as the message of an assertion tells it: the leaks, how they were measured, how to repeat it. */
export function accountOf(evidence: Evidence, { command, notes }: Order): string {
  const told: Evidence = { ...evidence, trial: { ...evidence.trial, command } };
  return [
    human({ kind: 'check', result: told }, { color: false, width }).trimEnd(),
    '',
    ...notes.map((note) => `  note       ${note}`),
    `  repeat     ${repeatCommand(told.trial)}`,
  ].join('\n');
}
