import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { retainingEdges } from './retaining-edges.ts';

/**
 * For each edge 1 where it counts for dominators. Left out, as DevTools does, are edges that retain nothing, self edges,
 * shortcuts but those from the root, and edges from outside of the page into it: the debugger's, for example.
 */
export const essentialEdges = perSnapshot((snapshot) => {
  const { firstEdge, edgeType, edgeTarget, edgeTypes } = snapshot.columns;
  const shortcut = edgeTypes.indexOf('shortcut');
  const retains = retainingEdges(snapshot);
  const isPageObject = pageObjects(snapshot);
  const essential = new Uint8Array(snapshot.edgeCount);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      if (retains[edge] === 0 || target === node) continue;
      const entersPage = isPageObject[target] === 1 && isPageObject[node] === 0;
      if (node !== snapshot.root && (edgeType[edge] === shortcut || entersPage)) continue;
      essential[edge] = 1;
    }
  }
  return essential;
});

/** Nodes that the user's global objects reach over edges that are not weak. */
function pageObjects(snapshot: HeapSnapshot): Uint8Array {
  const { firstEdge, edgeType, edgeTarget, edgeTypes } = snapshot.columns;
  const weak = edgeTypes.indexOf('weak');
  const isPageObject = new Uint8Array(snapshot.nodeCount);
  const stack = new Uint32Array(snapshot.nodeCount);
  let depth = 0;
  for (const entry of pageEntries(snapshot)) {
    if (isPageObject[entry] === 1) continue;
    isPageObject[entry] = 1;
    stack[depth++] = entry;
  }
  while (depth > 0) {
    const node = stack[--depth]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      if (isPageObject[target] === 1 || edgeType[edge] === weak) continue;
      isPageObject[target] = 1;
      stack[depth++] = target;
    }
  }
  return isPageObject;
}

function* pageEntries(snapshot: HeapSnapshot): Iterable<Ordinal> {
  const end = snapshot.endEdge(snapshot.root);
  for (let edge = snapshot.firstEdge(snapshot.root); edge < end; edge = (edge + 1) as EdgeIndex) {
    const type = snapshot.edgeTypeName(edge);
    const target = snapshot.edgeTarget(edge);
    if (type === 'shortcut' || (type === 'element' && isDomTreesRoot(snapshot, target))) yield target;
  }
}

function isDomTreesRoot(snapshot: HeapSnapshot, ordinal: Ordinal): boolean {
  return snapshot.typeName(ordinal) === 'synthetic' && snapshot.name(ordinal) === '(Document DOM trees)';
}

/** The root's children that are no bookkeeping of V8's: the global objects of the program. */
export function userRoots(snapshot: HeapSnapshot): Ordinal[] {
  const roots: Ordinal[] = [];
  const end = snapshot.endEdge(snapshot.root);
  for (let edge = snapshot.firstEdge(snapshot.root); edge < end; edge = (edge + 1) as EdgeIndex) {
    const target = snapshot.edgeTarget(edge);
    if (snapshot.typeName(target) !== 'synthetic') roots.push(target);
  }
  return roots;
}
