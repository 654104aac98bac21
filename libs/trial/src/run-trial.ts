import { CodedError, type Evidence } from '@watertight/evidence';
import type { TrialOptions } from './options.ts';
import { withTarget, type TargetOptions } from './target.ts';
import { judgeTarget } from './trial.ts';

const defaultStartTimeoutMs = 30_000;

/**
 * Starts the target, loads it in rounds, judges it and, if it leaks, pins the leaks down to their lines.
 *
 * @throws {CodedError} where the target cannot be started, loaded or measured
 * @example
 * const { verdict, leaks } = await runTrial({
 *   command: ['node', 'dist/server.js'],
 *   cwd: process.cwd(),
 *   routes: [parseRoute('GET /users/{n}')],
 * });
 */
export async function runTrial(options: TrialOptions): Promise<Evidence> {
  const started = performance.now();
  if (options.routes.length === 0 && !options.load) {
    throw new CodedError('NO_ROUTE', "expected at least one route to load, got none; add --route 'GET /path?id={n}'");
  }
  options.onProgress?.({ phase: 'start', message: `starting \`${options.command.join(' ')}\``, fraction: 0 });
  return withTarget(targetOptions(options), async (target) => {
    await target.orGone(options.onListening?.(target.baseUrl) ?? Promise.resolve());
    const evidence = await judgeTarget(target, { ...options, command: options.command.join(' ') });
    const durationMs = Math.round(performance.now() - started);
    return { ...evidence, trial: { ...evidence.trial, durationMs } };
  });
}

/** Starts the target, hands over its address and stops it again: no load, no verdict. */
export async function withRunningTarget(
  options: TrialOptions,
  use: (target: { readonly baseUrl: string }) => Promise<void>,
): Promise<void> {
  await withTarget(targetOptions(options), (target) => target.orGone(use(target)));
}

/** What starts the target of a trial. */
export function targetOptions(options: Omit<TrialOptions, 'routes'>): TargetOptions {
  return { ...options, startTimeoutMs: options.startTimeoutMs ?? defaultStartTimeoutMs };
}
