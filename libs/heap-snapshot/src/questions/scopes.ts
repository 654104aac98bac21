import type { EdgeIndex, Ordinal } from '../brands.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';

/** A variable that a scope keeps for the functions made in it. */
export interface ScopeVariable {
  readonly name: string;
  readonly ordinal: Ordinal;
}

/** The variables of one call that outlive it because a function uses one of them: V8 calls it a context. */
export interface Scope {
  readonly ordinal: Ordinal;
  readonly variables: readonly ScopeVariable[];
  /** The functions made in it: as long as one of them lives, so do all variables. */
  readonly closures: readonly Ordinal[];
  readonly retainedBytes: number;
}

/**
 * All scopes with their variables and functions, the one that retains the most first.
 *
 * @example
 * import { scopesOf, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const holdsRequest = (snapshot: HeapSnapshot) =>
 *   scopesOf(snapshot).filter(({ variables }) => variables.some(({ name }) => name === 'request'));
 */
export function scopesOf(snapshot: HeapSnapshot): Scope[] {
  const retained = retainedSizesOf(snapshot);
  const scopes = [...closuresByScope(snapshot)].map(([ordinal, closures]) => ({
    ordinal,
    variables: variablesOf(snapshot, ordinal),
    closures,
    retainedBytes: retained[ordinal]!,
  }));
  return scopes.sort((a, b) => b.retainedBytes - a.retainedBytes);
}

/**
 * The variables of a scope.
 *
 * @example
 * import { variablesOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const names = (snapshot: HeapSnapshot, scope: Ordinal) => variablesOf(snapshot, scope).map(({ name }) => name);
 */
export function variablesOf(snapshot: HeapSnapshot, scope: Ordinal): ScopeVariable[] {
  const variables: ScopeVariable[] = [];
  for (let edge: number = snapshot.firstEdge(scope); edge < snapshot.endEdge(scope); edge += 1) {
    if (snapshot.edgeTypeName(edge as EdgeIndex) !== 'context') continue;
    const name = String(snapshot.edgeName(edge as EdgeIndex));
    variables.push({ name, ordinal: snapshot.edgeTarget(edge as EdgeIndex) });
  }
  return variables;
}

const closuresByScope = perSnapshot((snapshot): ReadonlyMap<Ordinal, readonly Ordinal[]> => {
  const { nodeType, nodeTypes } = snapshot.columns;
  const closure = nodeTypes.indexOf('closure');
  const byScope = new Map<Ordinal, Ordinal[]>();
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (nodeType[node] !== closure) continue;
    const scope = snapshot.targetOf(node as Ordinal, 'internal', 'context');
    if (scope === null) continue;
    const closures = byScope.get(scope);
    if (closures) closures.push(node as Ordinal);
    else byScope.set(scope, [node as Ordinal]);
  }
  return byScope;
});
