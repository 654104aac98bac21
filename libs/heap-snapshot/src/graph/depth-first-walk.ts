import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { isPairEdgeOfTable, weakMapTables } from './ephemerons.ts';
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
  /**
   * For each number where its chain in `links` begins, or 0: the edges that lead to it from larger numbers. Indexed by
   * ordinals, at `2 * ordinal + 1`.
   */
  readonly numberAndChain: Uint32Array;
  /** Pairs: the number that an edge comes from, and the place of the next pair of the chain. */
  readonly links: Uint32Array;
  /** From this number on nodes belong to cliques that nothing outside retains. */
  readonly firstOfCliques: number;
  /** As long as the graph's deepest path can be; free for use after the walk. */
  readonly stack: Uint32Array;
}

/**
 * Walks over the edges that count for dominators. Left out, as DevTools does, are weak edges, self edges, shortcuts but
 * those from the root, the table's half of a WeakMap's pair, and edges from outside of the program into it.
 *
 * The program is walked first, so that its nodes are those of the smallest numbers, and an edge from outside into it is
 * seen by comparing numbers. Edges down the tree are reduced to the smallest number they come from as they are met, and
 * only those from larger numbers to smaller ones are kept: each costs eight bytes and one access to memory that is not
 * cached, where turning all edges round would cost three.
 */
export function walkDepthFirst(snapshot: HeapSnapshot): DepthFirstWalk {
  return new Walk(snapshot).result();
}

const root = 0;
const rootNumber = 1;

class Walk {
  readonly #snapshot: HeapSnapshot;
  readonly #nodeOf: Uint32Array;
  readonly #parent: Uint32Array;
  readonly #highestSource: Uint32Array;
  readonly #numberAndChain: Uint32Array;
  readonly #links: Uint32Array;
  readonly #stack: Uint32Array;
  readonly #stackEdge: Uint32Array;
  readonly #tables: Uint8Array | null;
  /** What belongs to the program although no edge that counts for dominators leads to it from there. */
  #detachedPage: Uint8Array | null = null;
  #count = 0;
  #linkCount = 0;
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
    this.#numberAndChain = new Uint32Array(2 * nodeCount);
    // Enough for every edge; the pages that are never written take no memory.
    this.#links = new Uint32Array(2 * edgeCount + 2);
    this.#stack = new Uint32Array(nodeCount + 1);
    this.#stackEdge = new Uint32Array(nodeCount + 1);
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
      numberAndChain: this.#numberAndChain,
      links: this.#links,
      firstOfCliques,
      stack: this.#stack,
    };
  }

  #number(node: number, parentNumber: number): void {
    this.#count += 1;
    this.#numberAndChain[2 * node] = this.#count;
    this.#nodeOf[this.#count] = node;
    this.#parent[this.#count] = parentNumber;
    this.#highestSource[this.#count] = parentNumber;
  }

  /** Walks from a node on to which the root refers. */
  #walkFrom(start: number): void {
    if (start === root && this.#isInPage) this.#pageGoesOn.push(root);
    if (this.#numberAndChain[2 * start] !== 0) {
      this.#highestSource[this.#numberAndChain[2 * start]!] = rootNumber;
      return;
    }
    this.#number(start, rootNumber);
    this.#descend(start);
  }

  // All state of the loop is in locals: it goes over every edge of the heap.
  #descend(start: number): void {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const shortcut = edgeTypes.indexOf('shortcut');
    const nodeOf = this.#nodeOf;
    const parent = this.#parent;
    const highestSource = this.#highestSource;
    const numberAndChain = this.#numberAndChain;
    const links = this.#links;
    const stack = this.#stack;
    const stackEdge = this.#stackEdge;
    const hidden = this.#hidden;
    const isSpecial = this.#specialNodes();
    let count = this.#count;
    let linkCount = this.#linkCount;
    let node = start;
    let number = count;
    let edge = firstEdge[node]!;
    let end = firstEdge[node + 1]!;
    let depth = 0;
    for (;;) {
      if (edge === end) {
        if (depth === 0) break;
        depth -= 1;
        node = stack[depth]!;
        edge = stackEdge[depth]!;
        end = firstEdge[node + 1]!;
        number = numberAndChain[2 * node]!;
        continue;
      }
      const target = edgeTarget[edge]!;
      const type = edgeType[edge]!;
      edge += 1;
      if (type === weak) continue;
      if (type === shortcut || isSpecial !== null) {
        if (!this.#counts(node, edge - 1)) continue;
      }
      const found = numberAndChain[2 * target]!;
      if (found === 0) {
        count += 1;
        numberAndChain[2 * target] = count;
        nodeOf[count] = target;
        parent[count] = number;
        highestSource[count] = number;
        const targetEdge = firstEdge[target]!;
        const targetEnd = firstEdge[target + 1]!;
        if (targetEdge === targetEnd) continue;
        if (edge < end) {
          stack[depth] = node;
          stackEdge[depth] = edge;
          depth += 1;
        }
        node = target;
        number = count;
        edge = targetEdge;
        end = targetEnd;
      } else if (found > number) {
        if (highestSource[found]! > number) highestSource[found] = number;
      } else if (found < number && (found > hidden || this.#leadsBackIntoPage(node, found))) {
        linkCount += 1;
        links[2 * linkCount] = number;
        links[2 * linkCount + 1] = numberAndChain[2 * target + 1]!;
        numberAndChain[2 * target + 1] = linkCount;
      } else if (found === rootNumber && this.#isInPage) this.#pageGoesOn.push(root);
    }
    this.#count = count;
    this.#linkCount = linkCount;
  }

  /** From what belongs to the program, but was not walked with it. */
  #leadsBackIntoPage(node: number, found: number): boolean {
    return found > rootNumber && this.#detachedPage?.[node] === 1;
  }

  /** Not null where edges have to be looked at one by one. */
  #specialNodes(): Uint8Array | null {
    return this.#tables ?? this.#detachedPage;
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
    const number = this.#numberAndChain[2 * node]!;
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
    const isKnown = (node: number): boolean => marked[node] === 1 || this.#numberAndChain[2 * node]! > rootNumber;
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
      if (this.#numberAndChain[2 * node] === 0 && isRetained[node] === 0) this.#walkFrom(node);
    }
  }

  #retainedByUnnumbered(): Uint8Array {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const isRetained = new Uint8Array(this.#snapshot.nodeCount);
    for (let node = 0; node < isRetained.length; node += 1) {
      if (this.#numberAndChain[2 * node] !== 0) continue;
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
        const target = edgeTarget[edge]!;
        if (edgeType[edge] !== weak && target !== node && this.#counts(node, edge)) isRetained[target] = 1;
      }
    }
    return isRetained;
  }

  #numberRest(): void {
    for (let node = 0; node < this.#snapshot.nodeCount; node += 1) {
      if (this.#numberAndChain[2 * node] === 0) this.#number(node, rootNumber);
    }
  }
}
