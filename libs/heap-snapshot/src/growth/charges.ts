import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none, preferredTreeOf } from '../paths/preferred-tree.ts';
import { nodeRoles, role } from './node-roles.ts';

/** Who answers for each node. */
export interface Charges {
  /** The nearest object, function or scope above (or at) the node that is in both snapshots, or `none`. */
  readonly owner: Uint32Array;
  /** The edge by which the path to the node leaves its owner, or `none`. */
  readonly via: Uint32Array;
}

/**
 * Charges each node to the nearest long-lived object on its preferred path. Storage is climbed through, so that the
 * entries behind a rehashed table, and the table itself, are the Map's; what only V8's machinery reaches is nobody's.
 */
export function chargeNodes(snapshot: HeapSnapshot, counterpart: Uint32Array): Charges {
  const { parent, parentEdge, order } = preferredTreeOf(snapshot);
  const roles = nodeRoles(snapshot);
  const owner = new Uint32Array(snapshot.nodeCount).fill(none);
  const via = new Uint32Array(snapshot.nodeCount).fill(none);
  for (const node of order) {
    const isLongLived = counterpart[node] !== none;
    if (isLongLived && roles[node]! >= role.object) {
      owner[node] = node;
      continue;
    }
    const above = parent[node]!;
    if (above === none || roles[node] === role.machinery) continue;
    owner[node] = owner[above]!;
    via[node] = owner[above] === above ? parentEdge[node]! : via[above]!;
  }
  return { owner, via };
}
