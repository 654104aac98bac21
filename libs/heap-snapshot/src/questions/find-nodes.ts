import type { NodeId, Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';

/** What a node has to be to be found; all that is told must hold. */
export interface NodeQuery {
  readonly id?: NodeId;
  readonly className?: string;
  /** The node's name: a function's, a string's text, a constructor's. */
  readonly name?: string | RegExp;
  /** V8's type, such as `closure`. */
  readonly type?: string;
  readonly minSelfBytes?: number;
  readonly minRetainedBytes?: number;
  readonly limit?: number;
}

/**
 * The nodes that fit a query, by ascending ordinal.
 *
 * @example
 * import { findNodes, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const handlers = (snapshot: HeapSnapshot) => findNodes(snapshot, { type: 'closure', name: /^on[A-Z]/, limit: 100 });
 */
export function findNodes(snapshot: HeapSnapshot, query: NodeQuery): Ordinal[] {
  const fits = fitting(snapshot, query);
  const limit = query.limit ?? Infinity;
  if (query.id !== undefined) {
    const ordinal = snapshot.ordinalOfId(query.id);
    return ordinal !== null && fits(ordinal) ? [ordinal] : [];
  }
  const found: Ordinal[] = [];
  for (let node = 0; node < snapshot.nodeCount && found.length < limit; node += 1) {
    if (fits(node as Ordinal)) found.push(node as Ordinal);
  }
  return found;
}

// The cheapest conditions come first: few nodes reach the ones that decode a name.
function fitting(snapshot: HeapSnapshot, query: NodeQuery): (ordinal: Ordinal) => boolean {
  const { nodeType, nodeTypes, selfSizeBytes } = snapshot.columns;
  const { type, className, minSelfBytes = 0, minRetainedBytes = 0 } = query;
  const typeNumber = type === undefined ? -1 : nodeTypes.indexOf(type);
  const retained = minRetainedBytes > 0 ? retainedSizesOf(snapshot) : null;
  const hasName = nameTest(snapshot, query.name);
  return (ordinal) => {
    if (type !== undefined && nodeType[ordinal] !== typeNumber) return false;
    if (selfSizeBytes[ordinal]! < minSelfBytes) return false;
    if (retained && retained[ordinal]! < minRetainedBytes) return false;
    return hasName(ordinal) && (className === undefined || classNameOf(snapshot, ordinal) === className);
  };
}

// Many nodes share one name: each name is tried once.
function nameTest(snapshot: HeapSnapshot, name: string | RegExp | undefined): (ordinal: Ordinal) => boolean {
  if (name === undefined) return () => true;
  const { nodeName, strings } = snapshot.columns;
  const fits = (text: string): boolean => (typeof name === 'string' ? text === name : text.search(name) >= 0);
  const known = new Int8Array(strings.count);
  return (ordinal) => {
    const index = nodeName[ordinal]!;
    if (known[index] === 0) known[index] = fits(strings.at(index)) ? 1 : -1;
    return known[index] === 1;
  };
}
