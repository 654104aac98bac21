import type { Cause, CauseId } from '@watertight/catalog';
import type { HealResult } from '@watertight/evidence';
import { buildCommand, loadOptions, serverCommand } from '../load-options.ts';
import { runWatertight } from '../watertight.ts';

export type HealOutcome =
  | { readonly kind: 'healed'; readonly result: HealResult; readonly seconds: number }
  | { readonly kind: 'failed'; readonly message: string; readonly seconds: number };

/** Runs the whole loop over one cause of the leaky server. */
export async function healCause(cause: Cause<CauseId>, signal?: AbortSignal): Promise<HealOutcome> {
  const started = performance.now();
  const args = ['heal', '--quiet', '--reporter', 'json', '--unsafe', '--build', buildCommand, ...loadOptions(cause)];
  const { status, stdout, stderr } = await runWatertight([...args, '--', ...serverCommand(cause.id)], {
    ...(signal && { signal }),
  });
  const seconds = (performance.now() - started) / 1000;
  if (status === 0 || status === 1 || status === 3) {
    return { kind: 'healed', result: JSON.parse(stdout) as HealResult, seconds };
  }
  return { kind: 'failed', message: stderr.trim() || `watertight heal ended with ${status}`, seconds };
}
