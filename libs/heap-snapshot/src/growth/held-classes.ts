import type { Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { preferredTreeOf } from '../paths/preferred-tree.ts';
import { retainingEdges } from '../graph/retaining-edges.ts';
import { nodeRoles, role } from './node-roles.ts';

/** How many objects of one class a sink gained. */
export interface GainedClass {
  readonly name: string;
  readonly count: number;
  /** One of them. */
  readonly sampleOrdinal: Ordinal;
}

/** The classes of the new objects to which a sink refers, itself or through its storage; the most telling first. */
export function directlyHeldClasses(
  snapshot: HeapSnapshot,
  isNew: (node: number) => boolean,
  sink: number,
): GainedClass[] {
  const { firstEdge, edgeTarget } = snapshot.columns;
  const { parent } = preferredTreeOf(snapshot);
  const roles = nodeRoles(snapshot);
  const retains = retainingEdges(snapshot);
  const tally = new ClassTally(snapshot);
  const pending = [sink];
  const met = new Set<number>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      if (retains[edge] === 0 || met.has(target)) continue;
      const isOwnStorage = roles[target] === role.storage && parent[target] === node;
      const isEntry = roles[target]! >= role.value && isNew(target);
      if (!isOwnStorage && !isEntry) continue;
      met.add(target);
      if (isOwnStorage) pending.push(target);
      else tally.add(target);
    }
  }
  return tally.ranked();
}

/** Counts nodes by class. */
export class ClassTally {
  readonly #snapshot: HeapSnapshot;
  // By type and name index first: decoding a name for each of a million nodes would cost seconds.
  readonly #counts = new Map<number, { count: number; readonly sample: Ordinal }>();

  constructor(snapshot: HeapSnapshot) {
    this.#snapshot = snapshot;
  }

  add(node: number): void {
    const { nodeType, nodeName } = this.#snapshot.columns;
    const isNamed = nodeRoles(this.#snapshot)[node] === role.object || nodeRoles(this.#snapshot)[node] === role.context;
    const key = isNamed ? nodeName[node]! : -1 - nodeType[node]!;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { count: 1, sample: node as Ordinal });
  }

  /** The classes counted, the one that tells a person most first. */
  ranked(): GainedClass[] {
    const classes = [...this.#counts.values()].map(({ count, sample }) => ({
      name: classNameOf(this.#snapshot, sample),
      count,
      sampleOrdinal: sample,
    }));
    const most = Math.max(0, ...classes.map(({ count }) => count));
    const rank = ({ name, count, sampleOrdinal }: GainedClass): number =>
      count * 2 < most ? -1 : tellingRank(nodeRoles(this.#snapshot)[sampleOrdinal]!, name);
    return classes.sort((a, b) => rank(b) - rank(a) || b.count - a.count);
  }
}

const literalClasses = new Set(['Object', 'Array']);

/** A class of the program says more than a plain object, that more than an array or a function, and a string least. */
function tellingRank(nodeRole: number, name: string): number {
  if (nodeRole === role.value) return 0;
  if (nodeRole !== role.object || name === 'Array') return 1;
  return literalClasses.has(name) ? 2 : 3;
}
