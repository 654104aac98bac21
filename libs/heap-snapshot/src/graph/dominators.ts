import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { essentialEdges } from './essential-edges.ts';
import { retainersOf } from './retainers.ts';

export interface DominatorTree {
  /** The immediate dominator of each node: the last node that every path from the root to it goes through. */
  readonly immediateDominator: Uint32Array;
  /** Nodes such that each comes behind its dominator. */
  readonly order: Uint32Array;
}

/**
 * Dominators by semi-NCA: semidominators as Lengauer and Tarjan compute them, then the nearest common ancestor in the
 * tree built so far. Nodes that only weak edges lead to hang on the root, and so does each node of a clique that nothing
 * outside retains; the edges of such a clique count for nothing, which is how DevTools takes them.
 *
 * L. Georgiadis: Linear-Time Algorithms for Dominators and Related Problems. Princeton 2005, section 2.2.2.
 */
export const dominatorsOf = perSnapshot((snapshot): DominatorTree => {
  const tree = depthFirst(snapshot);
  const dominatorNumber = immediateDominators(snapshot, tree);
  const immediateDominator = new Uint32Array(snapshot.nodeCount);
  for (let number = 0; number < snapshot.nodeCount; number += 1) {
    immediateDominator[tree.nodeOf[number]!] = tree.nodeOf[dominatorNumber[number]!]!;
  }
  return { immediateDominator, order: tree.nodeOf };
});

/** Nodes numbered in the order in which a depth-first walk meets them; `parent` holds such numbers. */
interface DepthFirstTree {
  readonly nodeOf: Uint32Array;
  readonly numberOf: Uint32Array;
  readonly parent: Uint32Array;
  /** 1 for each number whose node hangs on the root although no essential edge leads to it. */
  readonly hangsOnRoot: Uint8Array;
  /** From this number on nodes belong to unreachable cliques. */
  readonly firstOfCliques: number;
}

const unvisited = 0xffffffff;

function depthFirst(snapshot: HeapSnapshot): DepthFirstTree {
  const { nodeCount } = snapshot;
  const { firstEdge, edgeTarget } = snapshot.columns;
  const essential = essentialEdges(snapshot);
  const nodeOf = new Uint32Array(nodeCount);
  const numberOf = new Uint32Array(nodeCount).fill(unvisited);
  const parent = new Uint32Array(nodeCount);
  const hangsOnRoot = new Uint8Array(nodeCount);
  const nextEdge = firstEdge.slice(0, nodeCount);
  const stack = new Uint32Array(nodeCount);
  let count = 0;

  const number = (node: number, parentNumber: number): void => {
    numberOf[node] = count;
    nodeOf[count] = node;
    parent[count] = parentNumber;
    count += 1;
  };
  const walk = (start: number): void => {
    number(start, 0);
    stack[0] = start;
    let depth = 1;
    while (depth > 0) {
      const node = stack[depth - 1]!;
      const end = firstEdge[node + 1]!;
      let edge = nextEdge[node]!;
      while (edge < end && (essential[edge] === 0 || numberOf[edgeTarget[edge]!] !== unvisited)) edge += 1;
      nextEdge[node] = edge + 1;
      if (edge >= end) {
        depth -= 1;
        continue;
      }
      number(edgeTarget[edge]!, numberOf[node]!);
      stack[depth++] = edgeTarget[edge]!;
    }
  };

  walk(snapshot.root);
  for (let node = 0; node < nodeCount && count < nodeCount; node += 1) {
    if (numberOf[node] !== unvisited || hasEssentialRetainer(snapshot, node)) continue;
    hangsOnRoot[count] = 1;
    walk(node);
  }
  const firstOfCliques = count;
  for (let node = 0; node < nodeCount && count < nodeCount; node += 1) {
    if (numberOf[node] === unvisited) number(node, 0);
  }
  return { nodeOf, numberOf, parent, hangsOnRoot, firstOfCliques };
}

function hasEssentialRetainer(snapshot: HeapSnapshot, node: number): boolean {
  const retainers = retainersOf(snapshot);
  const essential = essentialEdges(snapshot);
  for (let i = retainers.first[node]!; i < retainers.first[node + 1]!; i += 1) {
    if (essential[retainers.edge[i]!] === 1) return true;
  }
  return false;
}

function immediateDominators(snapshot: HeapSnapshot, tree: DepthFirstTree): Uint32Array {
  const { parent } = tree;
  const semi = semidominators(snapshot, tree);
  const dominator = parent.slice();
  for (let w = 1; w < tree.firstOfCliques; w += 1) {
    let candidate = parent[w]!;
    // Dominators are numbered before the nodes they dominate, so those above are final here.
    while (candidate > semi[w]!) candidate = dominator[candidate]!;
    dominator[w] = candidate;
  }
  return dominator;
}

function semidominators(snapshot: HeapSnapshot, tree: DepthFirstTree): Uint32Array {
  const { nodeOf, numberOf, parent, hangsOnRoot, firstOfCliques } = tree;
  const retainers = retainersOf(snapshot);
  const essential = essentialEdges(snapshot);
  const ancestor = parent.slice();
  // label[v]: the smallest semidominator on v's compressed path.
  const label = Uint32Array.from(parent, (_, number) => number);
  const semi = new Uint32Array(nodeOf.length);
  const stack = new Uint32Array(nodeOf.length);
  for (let w = firstOfCliques - 1; w > 0; w -= 1) {
    let smallest = hangsOnRoot[w] === 1 ? 0 : parent[w]!;
    const node = nodeOf[w]!;
    for (let i = retainers.first[node]!; i < retainers.first[node + 1]!; i += 1) {
      if (essential[retainers.edge[i]!] === 0) continue;
      const v = numberOf[retainers.node[i]!]!;
      if (v >= firstOfCliques) continue;
      if (v > w) compress(v, w, ancestor, label, stack);
      if (label[v]! < smallest) smallest = label[v]!;
    }
    semi[w] = smallest;
    label[w] = smallest;
  }
  return semi;
}

/** Hangs `v` and all between directly below the first ancestor that is numbered up to `last`. */
function compress(v: number, last: number, ancestor: Uint32Array, label: Uint32Array, stack: Uint32Array): void {
  let depth = 0;
  let top = v;
  while (ancestor[top]! > last) {
    stack[depth++] = top;
    top = ancestor[top]!;
  }
  const end = ancestor[top]!;
  let smallest = label[top]!;
  while (depth > 0) {
    const u = stack[--depth]!;
    if (label[u]! < smallest) smallest = label[u]!;
    else label[u] = smallest;
    ancestor[u] = end;
  }
}
