import type { EdgeIndex, Ordinal } from '../brands.ts';
import { retainersOf } from '../graph/retainers.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none, preferredTreeOf } from './preferred-tree.ts';
import { pathStep, retainingPath, type PathStep } from './retaining-path.ts';
import { scriptOfContext } from './scripts-on-path.ts';

type IsOfProgram = (script: string) => boolean;

/**
 * A path to an object by the program's own names. The shortest way to an object that a timer or a listener uses leads through
 * the runtime's tables: where the program has a variable for an object on it, the path comes in by that variable; where it has
 * none, the path begins with what the runtime's last variable holds.
 *
 * @example
 * import { nameOfSink, programPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const name = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   nameOfSink(programPath(snapshot, ordinal, (script) => !script.startsWith('node:'))).name;
 */
export function programPath(snapshot: HeapSnapshot, ordinal: Ordinal, isOfProgram: IsOfProgram): PathStep[] {
  const path = retainingPath(snapshot, ordinal);
  const isOfRuntime = (step: number) => {
    const script = scriptOfContext(snapshot, path[step - 1]!.node.ordinal);
    return script !== null && !isOfProgram(script);
  };
  const variables = path.flatMap(({ edge }, step) => (edge.type === 'context' && step > 0 ? [step] : []));
  const innermost = variables.at(-1);
  if (innermost === undefined || !isOfRuntime(innermost)) return path;

  for (let step = path.length - 1; step >= innermost; step -= 1) {
    const variable = variableOfProgram(snapshot, path[step]!.node.ordinal, isOfProgram);
    if (!variable) continue;
    return [...retainingPath(snapshot, variable.context), pathStep(snapshot, variable.edge), ...path.slice(step + 1)];
  }
  // A table of the runtime that grows itself has no name but its variable's.
  const isTable = innermost === path.length - 1;
  return variables.every(isOfRuntime) && !isTable ? fromSlot(path.slice(innermost)) : path;
}

/** A variable of the runtime is to the program a slot without a name of its own. */
function fromSlot([variable, ...behind]: readonly PathStep[]): PathStep[] {
  return variable ? [{ ...variable, edge: { ...variable.edge, type: 'internal' } }, ...behind] : [];
}

interface Variable {
  readonly context: Ordinal;
  readonly edge: EdgeIndex;
}

/** The outermost of the program's variables for an object: those of a closure that the object itself keeps tell nothing. */
function variableOfProgram(snapshot: HeapSnapshot, ordinal: Ordinal, isOfProgram: IsOfProgram): Variable | null {
  const { first, edge, node } = retainersOf(snapshot);
  let found: (Variable & { readonly depth: number }) | null = null;
  for (let place = first[ordinal]!; place < first[ordinal + 1]!; place += 1) {
    const [context, through] = [node[place] as Ordinal, edge[place] as EdgeIndex];
    if (snapshot.edgeTypeName(through) !== 'context' || snapshot.edgeName(through) === 'this') continue;
    const script = scriptOfContext(snapshot, context);
    const depth = script !== null && isOfProgram(script) ? depthWithout(snapshot, context, ordinal) : null;
    if (depth !== null && (found === null || depth < found.depth)) found = { context, edge: through, depth };
  }
  return found;
}

/** How far a node is from the root; null where `avoided` lies on the way, or no way leads there. */
function depthWithout(snapshot: HeapSnapshot, node: number, avoided: number): number | null {
  const { parent } = preferredTreeOf(snapshot);
  let depth = 0;
  for (let above = node; above !== snapshot.root; above = parent[above]!) {
    if (above === none || above === avoided) return null;
    depth += 1;
  }
  return depth;
}
