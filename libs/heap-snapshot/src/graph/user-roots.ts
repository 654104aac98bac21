import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';

/** The root's children that are no bookkeeping of V8's: the global objects of the program, and a page's documents. */
export function userRoots(snapshot: HeapSnapshot): Ordinal[] {
  const roots: Ordinal[] = [];
  const end = snapshot.endEdge(snapshot.root);
  for (let edge = snapshot.firstEdge(snapshot.root); edge < end; edge = (edge + 1) as EdgeIndex) {
    const target = snapshot.edgeTarget(edge);
    if (snapshot.typeName(target) !== 'synthetic' || isDomTreesRoot(snapshot, target)) roots.push(target);
  }
  return roots;
}

/**
 * Where the program begins: what it reaches from here over references that are not weak is its own, and references into
 * it from outside, such as a debugger's, do not count for dominators. DevTools speaks of page objects.
 */
export function pageEntries(snapshot: HeapSnapshot): Ordinal[] {
  const entries: Ordinal[] = [];
  const end = snapshot.endEdge(snapshot.root);
  for (let edge = snapshot.firstEdge(snapshot.root); edge < end; edge = (edge + 1) as EdgeIndex) {
    const type = snapshot.edgeTypeName(edge);
    const target = snapshot.edgeTarget(edge);
    if (type === 'shortcut' || (type === 'element' && isDomTreesRoot(snapshot, target))) entries.push(target);
  }
  return entries;
}

function isDomTreesRoot(snapshot: HeapSnapshot, ordinal: Ordinal): boolean {
  return snapshot.typeName(ordinal) === 'synthetic' && snapshot.name(ordinal) === '(Document DOM trees)';
}
