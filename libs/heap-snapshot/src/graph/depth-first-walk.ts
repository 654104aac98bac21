import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { isPairEdgeOfTable, weakMapTables } from './ephemerons.ts';
import { SourceBuckets } from './source-buckets.ts';
import { pageEntries } from './user-roots.ts';

/**
 * All nodes, numbered from 1 on in the order in which a depth-first walk from the root meets them, with what dominators
 * need to know of the edges. All arrays but `links` are indexed by such numbers.
 */
export interface DepthFirstWalk {
  /** The node of each number; nothing at 0. */
  readonly nodeOf: Uint32Array;
  /** The number before it on the way from the root. */
  readonly parent: Uint32Array;
  /** The smallest number from which an edge leads down to it. */
  readonly highestSource: Uint32Array;
  /** The edges that lead up or across. */
  readonly sources: SourceBuckets;
  /** From this number on nodes belong to cliques that nothing outside retains. */
  readonly firstOfCliques: number;
  /** Memory that the walk no longer needs: two words for each number. */
  readonly pairs: Uint32Array;
}

/**
 * Walks over the edges that count for dominators. Left out, as DevTools does, are weak edges, self edges, shortcuts but
 * those from the root, the table's half of a WeakMap's pair, and edges from outside of the program into it.
 *
 * The program is walked first, so that its nodes are those of the smallest numbers, and an edge from outside into it is
 * seen by comparing numbers. Edges down the tree are reduced to the smallest number they come from as they are met; only
 * those from larger numbers to smaller ones are kept.
 */
export function walkDepthFirst(snapshot: HeapSnapshot): DepthFirstWalk {
  return new Walk(snapshot).result();
}

const root = 0;
const rootNumber = 1;
// The hot loops are left and entered again after so many steps, as V8 makes better machine code for what is called often
// than for a loop that is entered once and runs for seconds.
const stepsAtOnce = 1_000;
const firstCapacity = 1 << 14;

class Walk {
  readonly #snapshot: HeapSnapshot;
  readonly #nodeOf: Uint32Array;
  readonly #parent: Uint32Array;
  readonly #highestSource: Uint32Array;
  /** Twice what the walk needs; the other half takes no memory before it is written. */
  readonly #memory: Uint32Array;
  /** The number of each node, 0 as long as it has none. */
  readonly #numbers: Uint32Array;
  readonly #sources: SourceBuckets;
  /** What is to be looked at, in pairs: a node, and the number from which an edge leads to it. */
  #stack: Uint32Array = new Uint32Array(firstCapacity);
  /** Edges up or across that were met and are not in `sources` yet. */
  #pairs: Uint32Array = new Uint32Array(firstCapacity);
  readonly #tables: Uint8Array | null;
  /** What belongs to the program although no edge that counts for dominators leads to it from there. */
  #detachedPage: Uint8Array | null = null;
  #count = 0;
  /** Edges to numbers up to here do not count. */
  #hidden = rootNumber;
  #isInPage = true;
  /** Where the program reaches on over edges that do not count for dominators. */
  readonly #pageGoesOn: number[] = [];

  constructor(snapshot: HeapSnapshot) {
    const { nodeCount, edgeCount } = snapshot;
    this.#snapshot = snapshot;
    this.#nodeOf = new Uint32Array(nodeCount + 1);
    this.#parent = new Uint32Array(nodeCount + 1);
    this.#highestSource = new Uint32Array(nodeCount + 1);
    this.#memory = new Uint32Array(2 * (nodeCount + 1));
    this.#numbers = this.#memory.subarray(0, nodeCount);
    this.#sources = new SourceBuckets(nodeCount, edgeCount);
    this.#tables = weakMapTables(snapshot);
  }

  result(): DepthFirstWalk {
    this.#number(root, rootNumber);
    for (const entry of pageEntries(this.#snapshot)) this.#walkFrom(entry);
    this.#leavePage();
    this.#walkFromRoot();
    if (this.#count < this.#snapshot.nodeCount) this.#walkFromOrphans();
    const firstOfCliques = this.#count + 1;
    if (this.#count < this.#snapshot.nodeCount) this.#numberRest();
    return {
      nodeOf: this.#nodeOf,
      parent: this.#parent,
      highestSource: this.#highestSource,
      sources: this.#sources,
      firstOfCliques,
      pairs: this.#memory,
    };
  }

  #number(node: number, parentNumber: number): void {
    this.#count += 1;
    this.#numbers[node] = this.#count;
    this.#nodeOf[this.#count] = node;
    this.#parent[this.#count] = parentNumber;
    this.#highestSource[this.#count] = parentNumber;
  }

  /** Walks from a node on to which the root refers. */
  #walkFrom(start: number): void {
    if (start === root && this.#isInPage) this.#pageGoesOn.push(root);
    if (this.#numbers[start] !== 0) {
      this.#highestSource[this.#numbers[start]!] = rootNumber;
      return;
    }
    this.#stack[0] = start;
    this.#stack[1] = rootNumber;
    for (let depth = 2; depth > 0;) depth = this.#descend(depth);
  }

  /**
   * Goes on where the stack says, for a while, and returns the stack's new depth. All state of the loop is in locals: it
   * goes over every edge of the heap.
   */
  #descend(startDepth: number): number {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const shortcut = edgeTypes.indexOf('shortcut');
    const nodeOf = this.#nodeOf;
    const parent = this.#parent;
    const highestSource = this.#highestSource;
    const numbers = this.#numbers;
    const hidden = this.#hidden;
    const tables = this.#tables;
    const detachedPage = this.#detachedPage;
    let stack = this.#stack;
    let pairs = this.#pairs;
    let filled = 0;
    let count = this.#count;
    let depth = startDepth;
    for (let steps = 0; depth > 0 && steps < stepsAtOnce; steps += 1) {
      depth -= 2;
      const node = stack[depth]!;
      const source = stack[depth + 1]!;
      const known = numbers[node]!;
      if (known !== 0) {
        // Met below the source in the meantime: the edge leads down the tree.
        if (highestSource[known]! > source) highestSource[known] = source;
        continue;
      }
      count += 1;
      numbers[node] = count;
      nodeOf[count] = node;
      parent[count] = source;
      highestSource[count] = source;
      const first = firstEdge[node]!;
      const end = firstEdge[node + 1]!;
      const isTable = tables !== null && tables[node] === 1;
      const closed = detachedPage !== null && detachedPage[node] === 0 ? detachedPage : null;
      if (depth + 2 * (end - first) > stack.length) stack = this.#growStack(depth + 2 * (end - first));
      if (filled + 2 * (end - first) > pairs.length) {
        this.#sources.add(pairs, filled);
        filled = 0;
        pairs = this.#roomForPairs(2 * (end - first));
      }
      // Looking at all edges at once lets the processor wait for several numbers at the same time. From the last one on,
      // as the stack turns them round.
      for (let edge = end - 1; edge >= first; edge -= 1) {
        const type = edgeType[edge]!;
        if (type === weak) continue;
        const target = edgeTarget[edge]!;
        if (closed !== null && closed[target] === 1) continue;
        if ((type === shortcut || isTable) && !this.#counts(node, edge)) continue;
        const found = numbers[target]!;
        if (found === 0) {
          stack[depth] = target;
          stack[depth + 1] = count;
          depth += 2;
        } else if (found < count) {
          if (found > hidden || this.#leadsBackIntoPage(node, found)) {
            pairs[filled] = found;
            pairs[filled + 1] = count;
            filled += 2;
          } else if (found === rootNumber && this.#isInPage) this.#pageGoesOn.push(root);
        }
      }
    }
    this.#count = count;
    this.#sources.add(pairs, filled);
    return depth;
  }

  #growStack(length: number): Uint32Array {
    const grown = new Uint32Array(Math.max(length, 2 * this.#stack.length));
    grown.set(this.#stack);
    return (this.#stack = grown);
  }

  #roomForPairs(length: number): Uint32Array {
    if (length > this.#pairs.length) this.#pairs = new Uint32Array(length);
    return this.#pairs;
  }

  /** From what belongs to the program, but was not walked with it. */
  #leadsBackIntoPage(node: number, found: number): boolean {
    return found > rootNumber && this.#detachedPage?.[node] === 1;
  }

  #counts(node: number, edge: number): boolean {
    const { edgeType, edgeTypes, edgeTarget } = this.#snapshot.columns;
    const target = edgeTarget[edge]!;
    const isShortcut = edgeTypes[edgeType[edge]!] === 'shortcut';
    const isPairOfTable =
      this.#tables?.[node] === 1 && isPairEdgeOfTable(this.#snapshot, node as Ordinal, edge as EdgeIndex);
    if (isShortcut || isPairOfTable) {
      if (this.#isInPage) this.#pageGoesOn.push(target);
      return false;
    }
    return !this.#entersPage(node, target);
  }

  #entersPage(node: number, target: number): boolean {
    return !this.#isInPage && !this.#isPage(node) && this.#isPage(target);
  }

  #isPage(node: number): boolean {
    const number = this.#numbers[node]!;
    return (number > rootNumber && number <= this.#hidden) || this.#detachedPage?.[node] === 1;
  }

  #leavePage(): void {
    this.#isInPage = false;
    if (this.#pageGoesOn.length > 0) this.#markDetachedPage();
    this.#hidden = this.#count;
  }

  #markDetachedPage(): void {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const marked = new Uint8Array(this.#snapshot.nodeCount);
    const isKnown = (node: number): boolean => marked[node] === 1 || this.#numbers[node]! > rootNumber;
    const pending = this.#pageGoesOn.filter((node) => !isKnown(node));
    for (const node of pending) marked[node] = 1;
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
        const target = edgeTarget[edge]!;
        if (edgeType[edge] === weak || isKnown(target)) continue;
        marked[target] = 1;
        pending.push(target);
      }
    }
    this.#detachedPage = marked.includes(1) ? marked : null;
  }

  #walkFromRoot(): void {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      if (edgeType[edge] !== weak && target !== root) this.#walkFrom(target);
    }
  }

  /** Nodes that no edge that counts leads to hang on the root, as far as those before them do not reach them. */
  #walkFromOrphans(): void {
    const { nodeCount } = this.#snapshot;
    const isRetained = this.#retainedByUnnumbered();
    for (let node = 0; node < nodeCount && this.#count < nodeCount; node += 1) {
      if (this.#numbers[node] === 0 && isRetained[node] === 0) this.#walkFrom(node);
    }
  }

  #retainedByUnnumbered(): Uint8Array {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const isRetained = new Uint8Array(this.#snapshot.nodeCount);
    for (let node = 0; node < isRetained.length; node += 1) {
      if (this.#numbers[node] !== 0) continue;
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
        const target = edgeTarget[edge]!;
        if (edgeType[edge] !== weak && target !== node && this.#counts(node, edge)) isRetained[target] = 1;
      }
    }
    return isRetained;
  }

  #numberRest(): void {
    for (let node = 0; node < this.#snapshot.nodeCount; node += 1) {
      if (this.#numbers[node] === 0) this.#number(node, rootNumber);
    }
  }
}
