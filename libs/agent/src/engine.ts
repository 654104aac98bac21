import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Takes V8's own warm-up out of the curve: interpreter only, feedback allocated at once, bytecode kept.
 * A bare Express app then moves by 0 to 5 bytes per request from round to round, against 35 to 526 without.
 * These flags are refused in `NODE_OPTIONS` but may be set from inside.
 */
export function quietEngine(): void {
  for (const flag of quieted) setFlagsFromString(`--no-${flag}`);
}

const quieted = ['lazy-feedback-allocation', 'opt', 'sparkplug', 'flush-bytecode'] as const;

/** Lets the engine compile again as it was started to: in a process that goes on after the trial. */
export function unquietEngine(): void {
  for (const flag of quieted) {
    if (!isSet(`--no-${flag}`)) setFlagsFromString(`--${flag}`);
  }
}

// Whether the baseline compiler is on by itself depends on the machine, so it is left as it is.
const flagsToBorrow = ['lazy-feedback-allocation', 'opt', 'flush-bytecode'] as const;

/** Quietens the engine of a program that runs already; answers what brings back the engine as it was started. */
export function borrowEngine(startedWith: readonly string[] = process.execArgv): () => void {
  const borrowed = flagsToBorrow.filter((name) => !isSet(`--no-${name}`, startedWith));
  for (const name of borrowed) setFlagsFromString(`--no-${name}`);
  return () => {
    for (const name of borrowed) setFlagsFromString(`--${name}`);
  };
}

/** Lets the engine compile for a while, where time counts and memory is not looked at. */
export function allowCompiling(allowed: boolean): null {
  if (allowed) unquietEngine();
  else quietEngine();
  return null;
}

/** Whether the process was started with a flag; V8 takes underscores for dashes. */
function isSet(flag: string, startedWith: readonly string[] = process.execArgv): boolean {
  return startedWith.some((each) => each.replaceAll('_', '-') === flag);
}

let collect: (() => void) | undefined;

/** Gives back what collecting took: a flag, and the realm in which it had an effect. */
export function forgetCollector(startedWith: readonly string[] = process.execArgv): void {
  if (!collect) return;
  collect = undefined;
  if (!isSet('--expose-gc', startedWith)) setFlagsFromString('--no-expose-gc');
}

/** Collects all garbage, without `--expose-gc` on the command line. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/** Package managers and the like run the server as a child; slowing them down would only delay it. */
export function isLauncher(entry: string | undefined): boolean {
  return (
    entry !== undefined &&
    /[\\/](npm|npx|npm-cli\.js|npx-cli\.js|yarn(\.c?js)?|pnpm(\.c?js)?|corepack(\.c?js)?)$/.test(entry)
  );
}
