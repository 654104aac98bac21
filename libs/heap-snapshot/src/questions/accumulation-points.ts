import type { Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import { nodeRoles, role } from '../growth/node-roles.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { dominatedChildren } from './largest-objects.ts';

const usualShare = 0.2;
// A list is linked from entry to entry: that so many of one class follow each other is no accident.
const longestRun = 8;

/**
 * The objects in which most of a heap piles up, the largest first: each retains at least `minShare` of it and nothing below does.
 * Where entries hold each other in a long row, the first of them. Eclipse MAT calls them accumulation points:
 * https://help.eclipse.org/latest/topic/org.eclipse.mat.ui.help/concepts/accumulationpoint.html
 *
 * @example
 * import { accumulationPoints, classNameOf, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const names = (snapshot: HeapSnapshot) => accumulationPoints(snapshot).map((node) => classNameOf(snapshot, node));
 */
export function accumulationPoints(snapshot: HeapSnapshot, { minShare = usualShare } = {}): Ordinal[] {
  const retained = retainedSizesOf(snapshot);
  const leastBytes = minShare * retained[snapshot.root]!;
  const points = new Set<Ordinal>();
  const ways: Way[] = [{ node: snapshot.root, run: [] }];
  for (let way = ways.pop(); way; way = ways.pop()) {
    const run = isNamed(snapshot, way.node) ? continued(snapshot, way.run, way.node) : way.run;
    const below = run.length > longestRun ? [] : largeBelow(way.node);
    if (below.length > 0) ways.push(...below.map((node) => ({ node, run })));
    else if (run.length > 0) points.add(run.length > longestRun ? run[0]! : run.at(-1)!);
  }
  return [...points].sort((a, b) => retained[b]! - retained[a]!);

  function largeBelow(node: Ordinal): Ordinal[] {
    // No more than so many can have such a share: millions of small ones are not put in order.
    return dominatedChildren(snapshot, node, Math.ceil(1 / minShare)).filter((child) => retained[child]! >= leastBytes);
  }
}

interface Way {
  readonly node: Ordinal;
  /** The last objects of one class on the way there. */
  readonly run: readonly Ordinal[];
}

function continued(snapshot: HeapSnapshot, run: readonly Ordinal[], node: Ordinal): readonly Ordinal[] {
  const last = run.at(-1);
  const isSameClass = last !== undefined && classNameOf(snapshot, last) === classNameOf(snapshot, node);
  return isSameClass ? [...run, node] : [node];
}

// A scope is named by its variables: what they hold, if anything, is where memory piles up.
function isNamed(snapshot: HeapSnapshot, node: Ordinal): boolean {
  const nodeRole = nodeRoles(snapshot)[node];
  return nodeRole === role.object || nodeRole === role.closure;
}
