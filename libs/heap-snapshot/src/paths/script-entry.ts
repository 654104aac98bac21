import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import type { PathStep } from './retaining-path.ts';
import { scriptsOnPath } from './scripts-on-path.ts';

/** Where a path enters the program: the script, and the number of steps that lead to its code. */
export interface ScriptEntry {
  readonly script: string;
  /** Steps from here on lie behind the script's code. */
  readonly firstStep: number;
  /** A function of the script: of the scripts in a bundle it tells which one. */
  readonly closure: Ordinal;
}

/**
 * The innermost script of the program whose code holds the object at the end of a path; null where only the runtime does. How
 * the runtime reaches that script (its table of modules, a timer, the listener of a signal) differs from run to run and tells
 * nothing.
 *
 * @example
 * import { retainingPath, scriptEntry, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const holder = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   scriptEntry(snapshot, retainingPath(snapshot, ordinal), (file) => !file.startsWith('node:'))?.script;
 */
export function scriptEntry(
  snapshot: HeapSnapshot,
  path: readonly PathStep[],
  isOfProgram: (script: string) => boolean,
): ScriptEntry | null {
  const found = scriptsOnPath(snapshot, path).find(({ name }) => isOfProgram(name));
  return found ? { script: found.name, firstStep: found.outermostStep + 1, closure: found.closure } : null;
}
