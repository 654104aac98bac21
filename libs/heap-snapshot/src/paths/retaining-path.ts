import type { EdgeIndex, NodeId, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { growPreferredTree, none, preferredTreeOf } from './preferred-tree.ts';

/** One reference of a path, and the node that it leads to. */
export interface PathStep {
  readonly edge: { readonly type: string; readonly name: string | number };
  readonly node: { readonly type: string; readonly name: string; readonly id: NodeId; readonly ordinal: Ordinal };
}

export interface RetainingPathOptions {
  /** Nodes that the path must not go through: asks for another way by which an object is kept. */
  readonly avoid?: ReadonlySet<Ordinal>;
}

/**
 * A path of references from a GC root to an object, the one that tells a person most: variables, properties and entries
 * before V8's own machinery, and the shortest of those. Empty where nothing but weak references leads there.
 *
 * @example
 * import { renderRetainingPath, retainingPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const show = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   renderRetainingPath(retainingPath(snapshot, ordinal)).join('\n');
 */
export function retainingPath(
  snapshot: HeapSnapshot,
  ordinal: Ordinal,
  options: RetainingPathOptions = {},
): PathStep[] {
  const { avoid } = options;
  const { parent, parentEdge } = avoid?.size ? growPreferredTree(snapshot, avoid) : preferredTreeOf(snapshot);
  const steps: PathStep[] = [];
  for (let node: number = ordinal; node !== none && parentEdge[node] !== none; node = parent[node]!) {
    steps.push(pathStep(snapshot, parentEdge[node] as EdgeIndex));
  }
  return steps.reverse();
}

/** An edge and its target, as one step of a path. */
export function pathStep(snapshot: HeapSnapshot, edge: EdgeIndex): PathStep {
  const ordinal = snapshot.edgeTarget(edge);
  return {
    edge: { type: snapshot.edgeTypeName(edge), name: snapshot.edgeName(edge) },
    node: { type: snapshot.typeName(ordinal), name: snapshot.name(ordinal), id: snapshot.id(ordinal), ordinal },
  };
}
