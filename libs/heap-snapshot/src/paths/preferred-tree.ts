import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { retainingEdges } from '../graph/retaining-edges.ts';

export const none = 0xffffffff;

/** For each node the path from the root that tells a person most. */
export interface PreferredTree {
  /** The node before, or `none`. */
  readonly parent: Uint32Array;
  /** The edge from there, or `none`. */
  readonly parentEdge: Uint32Array;
  /** All nodes that the root reaches, each behind its parent. */
  readonly order: Uint32Array;
  /** How much of V8's own machinery the path goes through: 0 for plain variables and properties. */
  readonly penalty: Uint8Array;
}

/** The preferred path to every node of a snapshot. */
export const preferredTreeOf = perSnapshot((snapshot) => growPreferredTree(snapshot));

const worstPenalty = 255;

/**
 * A breadth-first walk over edges that keep their target alive. It first goes as far as variables, properties and entries
 * lead from the program's global objects; where that ends it goes on through what costs one penalty, then two, and so on.
 * So a path of ordinary references wins over a shorter one through compiled code, prototypes or V8's own tables.
 */
export function growPreferredTree(snapshot: HeapSnapshot, avoided?: ReadonlySet<number>): PreferredTree {
  const { nodeCount } = snapshot;
  const { firstEdge, edgeTarget } = snapshot.columns;
  const retains = retainingEdges(snapshot);
  const penaltyOf = edgePenalties(snapshot);
  const parent = new Uint32Array(nodeCount).fill(none);
  const parentEdge = new Uint32Array(nodeCount).fill(none);
  const penalty = new Uint8Array(nodeCount).fill(worstPenalty);
  const settled = new Uint8Array(nodeCount);
  const order = new Uint32Array(nodeCount);
  const waiting: number[][] = [[]];
  let count = 0;

  penalty[snapshot.root] = 0;
  waiting[0]!.push(snapshot.root);
  for (let level = 0; level < waiting.length; level += 1) {
    let next = count;
    for (const node of waiting[level] ?? []) {
      if (settled[node] === 1 || penalty[node] !== level) continue;
      settled[node] = 1;
      order[count++] = node;
    }
    waiting[level] = [];
    for (; next < count; next += 1) {
      const node = order[next]!;
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
        const target = edgeTarget[edge]!;
        if (settled[target] === 1 || retains[edge] === 0) continue;
        const cost = Math.min(worstPenalty - 1, level + penaltyOf(node, edge));
        if (cost >= penalty[target]! || avoided?.has(target)) continue;
        penalty[target] = cost;
        parent[target] = node;
        parentEdge[target] = edge;
        if (cost > level) {
          (waiting[cost] ??= []).push(target);
          continue;
        }
        settled[target] = 1;
        order[count++] = target;
      }
    }
  }
  return { parent, parentEdge, order: order.subarray(0, count), penalty };
}

// What a person would not follow, and how little.
const throughMachinery = 1;
const rootPenalties: Readonly<Record<string, number>> = {
  '(Global handles)': 1,
  '(Traced handles)': 1,
  '(Stack roots)': 2,
  '(Handle scope)': 2,
  '(Micro tasks)': 2,
};
const otherRootPenalty = 3;

type EdgePenalty = (node: number, edge: number) => number;

function edgePenalties(snapshot: HeapSnapshot): EdgePenalty {
  const { nodeType, nodeName, edgeType, edgeTarget, edgeNameOrIndex, nodeTypes, edgeTypes, strings } = snapshot.columns;
  const synthetic = nodeTypes.indexOf('synthetic');
  const property = edgeTypes.indexOf('property');
  const shortcut = edgeTypes.indexOf('shortcut');
  const isPrototype = strings.numbered(['__proto__']);
  const isCache = strings.numbered(['_cache']);
  const isModule = strings.numbered(['Module']);
  const isMachinery = machineryNodes(snapshot);
  const rootPenalty = penaltiesOfRoots(snapshot);
  return (node, edge) => {
    const target = edgeTarget[edge]!;
    const type = edgeType[edge]!;
    if (node === snapshot.root) return nodeType[target] === synthetic ? rootPenalty(target) : 0;
    if (type === shortcut) return worstPenalty;
    if (nodeType[target] === synthetic) return rootPenalty(target);
    if (isMachinery[target] === 1) return throughMachinery;
    if (type !== property) return 0;
    const name = edgeNameOrIndex[edge]!;
    // `Module._cache` reaches whatever any module exports.
    const isOfLoader = isCache[name] === 1 && isModule[nodeName[node]!] === 1;
    return isPrototype[name] === 1 || isOfLoader ? throughMachinery : 0;
  };
}

function penaltiesOfRoots(snapshot: HeapSnapshot): (ordinal: number) => number {
  const { nodeName, strings } = snapshot.columns;
  return (ordinal) => {
    const name = strings.at(nodeName[ordinal]!);
    if (name === '(GC roots)') return 0;
    return rootPenalties[name] ?? (name.startsWith('(') ? otherRootPenalty : throughMachinery);
  };
}

/** V8's compiled code, shapes, feedback and the context of all its built-ins; 1 for each such node. */
export const machineryNodes = perSnapshot((snapshot): Uint8Array => {
  const { nodeType, nodeName, nodeTypes, strings } = snapshot.columns;
  const code = nodeTypes.indexOf('code');
  const shape = nodeTypes.indexOf('object shape');
  const hidden = nodeTypes.indexOf('hidden');
  const isMachineryName = strings.numbered(hiddenMachinery);
  return Uint8Array.from(nodeType, (type, node) => {
    if (type === code || type === shape) return 1;
    return type === hidden && isMachineryName[nodeName[node]!]! > 0 ? 1 : 0;
  });
});

const hiddenMachinery = [
  'system / NativeContext',
  'system / Map',
  'system / AllocationSite',
  'system / FeedbackCell',
  'system / FeedbackVector',
  'system / SharedFunctionInfo',
  'system / Script',
  'system / ScopeInfo',
  'system / BytecodeArray',
  'system / DescriptorArray',
  'system / TransitionArray',
  'system / PrototypeInfo',
  'system / FunctionTemplateInfo',
  'system / ObjectTemplateInfo',
  'system / FunctionTemplateRareData',
  'system / AccessorInfo',
  'system / ClassPositions',
  'system / CallSiteInfo',
  'system / WeakArrayList',
  'system / WeakFixedArray',
];
