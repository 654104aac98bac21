import { CodedError } from '@watertight/evidence';
import type { HealOptions } from './options.ts';
import { runShell, startShell, type ShellOptions, type ShellPlace, type ShellRun } from './shell.ts';

type StateOptions = Pick<HealOptions, 'setup' | 'teardown' | 'onOutput' | 'signal'>;

// It also runs once somebody wants to stop, and must not hold them for ever.
const teardownTimeoutMs = 30_000;

/**
 * Runs work between `setup` and `teardown`, so that each start of a target finds the same state. What the setup leaves running
 * lives as long as the work; the teardown runs in any case.
 *
 * @throws {CodedError} `SETUP_FAILED`, `TEARDOWN_FAILED`
 */
export async function withState<Value>(
  { setup, teardown, onOutput, signal }: StateOptions,
  place: ShellPlace,
  work: () => Promise<Value>,
): Promise<Value> {
  let running: ShellRun | undefined;
  let result: Value;
  try {
    if (setup !== undefined) running = await setUp(setup, place, { onOutput, signal });
    result = await work();
  } catch (error) {
    // What went wrong first is what to tell.
    if (teardown !== undefined) await runShell(teardown, place, { onOutput, timeoutMs: teardownTimeoutMs });
    running?.stop();
    throw error;
  }
  const torn = teardown && (await runShell(teardown, place, { onOutput, timeoutMs: teardownTimeoutMs }));
  running?.stop();
  if (torn && !torn.ok) throw failed('TEARDOWN_FAILED', 'teardown', teardown, place, torn.output);
  return result;
}

async function setUp(command: string, place: ShellPlace, options: ShellOptions): Promise<ShellRun> {
  const run = await startShell(command, place, options);
  if (run.ok) return run;
  run.stop();
  throw failed('SETUP_FAILED', 'setup', command, place, run.output);
}

function failed(
  code: 'SETUP_FAILED' | 'TEARDOWN_FAILED',
  which: string,
  command: string | undefined,
  { cwd }: ShellPlace,
  output: string,
): CodedError {
  const said = output === '' ? '' : `:\n${output.slice(-500)}`;
  return new CodedError(code, `expected the ${which} \`${command}\` to end with 0 in ${cwd}, it failed${said}`);
}
