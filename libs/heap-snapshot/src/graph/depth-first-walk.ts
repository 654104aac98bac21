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
  /** The numbers from which edges lead up or across to number `w`: from `firstSource[w]` up to `firstSource[w + 1]`. */
  readonly sources: Uint32Array;
  readonly firstSource: Uint32Array;
  /** From this number on nodes belong to cliques that nothing outside retains. */
  readonly firstOfCliques: number;
  /** Memory that the walk no longer needs: one item for each number, and two. */
  readonly stack: Uint32Array;
  readonly pairs: Uint32Array;
}

/**
 * Walks over the edges that count for dominators. Left out, as DevTools does, are weak edges, self edges, shortcuts but
 * those from the root, the table's half of a WeakMap's pair, and edges from outside of the program into it.
 *
 * The program is walked first, so that its nodes are those of the smallest numbers, and an edge from outside into it is
 * seen by comparing numbers. Edges down the tree are reduced to the smallest number they come from as they are met; only
 * those from larger numbers to smaller ones are kept. They are counted in the walk and gathered by a second pass: a chain
 * for each node would need none, but following it waits for memory at every step.
 */
export function walkDepthFirst(snapshot: HeapSnapshot): DepthFirstWalk {
  return new Walk(snapshot).result();
}

const root = 0;
const rootNumber = 1;
// The hot loops are left and entered again after so many steps, as V8 makes better machine code for what is called often
// than for a loop that is entered once and runs for seconds.
const stepsAtOnce = 50_000;

class Walk {
  readonly #snapshot: HeapSnapshot;
  readonly #nodeOf: Uint32Array;
  readonly #parent: Uint32Array;
  readonly #highestSource: Uint32Array;
  /** Pairs for each node, in one array as they are used together: its number, and how many edges lead up to it. */
  readonly #numbers: Uint32Array;
  readonly #stack: Uint32Array;
  readonly #stackEdge: Uint32Array;
  readonly #tables: Uint8Array | null;
  /** What belongs to the program although no edge that counts for dominators leads to it from there. */
  #detachedPage: Uint8Array | null = null;
  #count = 0;
  #sourceCount = 0;
  /** Edges to numbers up to here do not count. */
  #hidden = rootNumber;
  #isInPage = true;
  /** Where the program reaches on over edges that do not count for dominators. */
  readonly #pageGoesOn: number[] = [];

  constructor(snapshot: HeapSnapshot) {
    const { nodeCount } = snapshot;
    this.#snapshot = snapshot;
    this.#nodeOf = new Uint32Array(nodeCount + 1);
    this.#parent = new Uint32Array(nodeCount + 1);
    this.#highestSource = new Uint32Array(nodeCount + 1);
    this.#numbers = new Uint32Array(2 * (nodeCount + 1));
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
      ...this.#gatherSources(firstOfCliques),
      firstOfCliques,
      stack: this.#stack,
      pairs: this.#numbers,
    };
  }

  #number(node: number, parentNumber: number): void {
    this.#count += 1;
    this.#numbers[node << 1] = this.#count;
    this.#nodeOf[this.#count] = node;
    this.#parent[this.#count] = parentNumber;
    this.#highestSource[this.#count] = parentNumber;
  }

  /** Walks from a node on to which the root refers. */
  #walkFrom(start: number): void {
    if (start === root && this.#isInPage) this.#pageGoesOn.push(root);
    if (this.#numbers[start << 1] !== 0) {
      this.#highestSource[this.#numbers[start << 1]!] = rootNumber;
      return;
    }
    this.#number(start, rootNumber);
    this.#stack[0] = start;
    this.#stackEdge[0] = this.#snapshot.columns.firstEdge[start]!;
    for (let depth = 1; depth > 0;) depth = this.#descend(depth);
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
    const stack = this.#stack;
    const stackEdge = this.#stackEdge;
    const hidden = this.#hidden;
    const isSpecial = this.#specialNodes();
    let count = this.#count;
    let sourceCount = 0;
    let depth = startDepth - 1;
    let node = stack[depth]!;
    let number = numbers[node << 1]!;
    let edge = stackEdge[depth]!;
    let end = firstEdge[node + 1]!;
    let steps = 0;
    for (;;) {
      steps += 1;
      if (steps > stepsAtOnce) {
        stack[depth] = node;
        stackEdge[depth] = edge;
        depth += 1;
        break;
      }
      if (edge === end) {
        if (depth === 0) break;
        depth -= 1;
        node = stack[depth]!;
        edge = stackEdge[depth]!;
        end = firstEdge[node + 1]!;
        number = numbers[node << 1]!;
        continue;
      }
      const target = edgeTarget[edge]!;
      const type = edgeType[edge]!;
      edge += 1;
      if (type === weak) continue;
      if (type === shortcut || isSpecial !== null) {
        if (!this.#counts(node, edge - 1)) continue;
      }
      const found = numbers[target << 1]!;
      if (found === 0) {
        count += 1;
        numbers[target << 1] = count;
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
        sourceCount += 1;
        numbers[(target << 1) + 1]! += 1;
      } else if (found === rootNumber && this.#isInPage) this.#pageGoesOn.push(root);
    }
    this.#count = count;
    this.#sourceCount += sourceCount;
    return depth;
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
    const number = this.#numbers[node << 1]!;
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
    const isKnown = (node: number): boolean => marked[node] === 1 || this.#numbers[node << 1]! > rootNumber;
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
      if (this.#numbers[node << 1] === 0 && isRetained[node] === 0) this.#walkFrom(node);
    }
  }

  #retainedByUnnumbered(): Uint8Array {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const isRetained = new Uint8Array(this.#snapshot.nodeCount);
    for (let node = 0; node < isRetained.length; node += 1) {
      if (this.#numbers[node << 1] !== 0) continue;
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
        const target = edgeTarget[edge]!;
        if (edgeType[edge] !== weak && target !== node && this.#counts(node, edge)) isRetained[target] = 1;
      }
    }
    return isRetained;
  }

  #gatherSources(firstOfCliques: number): { sources: Uint32Array; firstSource: Uint32Array } {
    const nodeOf = this.#nodeOf;
    const numbers = this.#numbers;
    const firstSource = new Uint32Array(nodeOf.length + 1);
    const sources = new Uint32Array(this.#sourceCount);
    let next = 0;
    for (let number = 1; number < nodeOf.length; number += 1) {
      const place = (nodeOf[number]! << 1) + 1;
      firstSource[number] = next;
      next += numbers[place]!;
      // From here on where the next source goes, from the end on.
      numbers[place] = next;
    }
    firstSource[nodeOf.length] = next;
    // Edges of the root lead down the tree only.
    for (let number = rootNumber + 1; number < firstOfCliques; number += stepsAtOnce) {
      this.#gatherFrom(number, Math.min(number + stepsAtOnce, firstOfCliques), sources);
    }
    return { sources, firstSource };
  }

  #gatherFrom(start: number, endNumber: number, sources: Uint32Array): void {
    const { firstEdge, edgeType, edgeTarget, edgeTypes } = this.#snapshot.columns;
    const weak = edgeTypes.indexOf('weak');
    const shortcut = edgeTypes.indexOf('shortcut');
    const nodeOf = this.#nodeOf;
    const numbers = this.#numbers;
    const lastOfPage = this.#hidden;
    const isSpecial = this.#specialNodes();
    for (let number = start; number < endNumber; number += 1) {
      const node = nodeOf[number]!;
      const hidden = number <= lastOfPage ? rootNumber : lastOfPage;
      const end = firstEdge[node + 1]!;
      for (let edge = firstEdge[node]!; edge < end; edge += 1) {
        const target = edgeTarget[edge]!;
        const type = edgeType[edge]!;
        if (type === weak) continue;
        const found = numbers[target << 1]!;
        if (found >= number) continue;
        if (found <= hidden && !this.#leadsBackIntoPage(node, found)) continue;
        if ((type === shortcut || isSpecial !== null) && !this.#counts(node, edge)) continue;
        const place = numbers[(target << 1) + 1]! - 1;
        numbers[(target << 1) + 1] = place;
        sources[place] = number;
      }
    }
  }

  #numberRest(): void {
    for (let node = 0; node < this.#snapshot.nodeCount; node += 1) {
      if (this.#numbers[node << 1] === 0) this.#number(node, rootNumber);
    }
  }
}
