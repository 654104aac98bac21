import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import type { PathStep } from './retaining-path.ts';

/** A script whose code holds part of a path. */
export interface ScriptOnPath {
  /** A file's path or URL. */
  readonly name: string;
  /** The index of the outermost step that this script's code holds. */
  readonly outermostStep: number;
  /** The function at that step, or one that shares its variables. */
  readonly closure: Ordinal;
}

/**
 * The scripts whose closures or variables a path goes through, the innermost first.
 *
 * @example
 * import { retainingPath, scriptsOnPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const file = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   scriptsOnPath(snapshot, retainingPath(snapshot, ordinal))[0]?.name; // '/app/dist/server.js'
 */
export function scriptsOnPath(snapshot: HeapSnapshot, steps: readonly PathStep[]): ScriptOnPath[] {
  const closures = closureOfContext(snapshot);
  const outermost = new Map<string, Omit<ScriptOnPath, 'name'>>();
  for (let step = steps.length - 1; step >= 0; step -= 1) {
    const { type, ordinal } = steps[step]!.node;
    const closure = type === 'closure' ? ordinal : closures.get(ordinal);
    const name = closure === undefined ? null : scriptNameOfClosure(snapshot, closure);
    if (name) outermost.set(name, { outermostStep: step, closure: closure! });
  }
  return [...outermost].map(([name, place]) => ({ name: pathOfScript(name), ...place }));
}

/**
 * The file of a script: modules are known by URL, CommonJS by path, and a person opens a path.
 *
 * @example
 * import { pathOfScript } from '@watertight/heap-snapshot';
 *
 * pathOfScript('file:///srv/app/server.mjs'); // '/srv/app/server.mjs'
 */
export function pathOfScript(name: string): string {
  return name.startsWith('file://') ? decodeURIComponent(name.slice('file://'.length)) : name;
}

/**
 * The file of the script whose variables a context holds, or null.
 *
 * @example
 * import { scriptOfContext, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const isOwn = (snapshot: HeapSnapshot, context: Ordinal) =>
 *   scriptOfContext(snapshot, context)?.startsWith('/srv/app/src/'); // a variable of the program's
 */
export function scriptOfContext(snapshot: HeapSnapshot, context: Ordinal): string | null {
  const closure = closureOfContext(snapshot).get(context);
  const name = closure === undefined ? null : scriptNameOfClosure(snapshot, closure);
  return name === null ? null : pathOfScript(name);
}

// Contexts are few: one closure each is enough to tell where their variables are declared.
const closureOfContext = perSnapshot((snapshot: HeapSnapshot): Map<Ordinal, Ordinal> => {
  const closures = new Map<Ordinal, Ordinal>();
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    const ordinal = node as Ordinal;
    if (snapshot.typeName(ordinal) !== 'closure') continue;
    const context = snapshot.targetOf(ordinal, 'internal', 'context');
    if (context !== null && !closures.has(context)) closures.set(context, ordinal);
  }
  return closures;
});

/** The name of the script that a function stands in, or null. */
export function scriptNameOfClosure(snapshot: HeapSnapshot, closure: Ordinal): string | null {
  const shared = snapshot.targetOf(closure, 'internal', 'shared');
  if (shared === null) return null;
  for (let edge: number = snapshot.firstEdge(shared); edge < snapshot.endEdge(shared); edge += 1) {
    if (!/^script/.test(String(snapshot.edgeName(edge as EdgeIndex)))) continue;
    const script = snapshot.edgeTarget(edge as EdgeIndex);
    const name = snapshot.targetOf(script, 'internal', 'name');
    if (name !== null) return snapshot.name(name);
    return /^system \/ Script \/ (.+)$/.exec(snapshot.name(script))?.[1] ?? null;
  }
  return null;
}
