import { renderRetainingPath, scriptEntry, type HeapSnapshot, type PathStep } from '@watertight/heap-snapshot';
import { ownershipOf } from './source-positions.ts';

/** A retaining path as lines, from the innermost script of the program whose code holds the object. */
export function tellingPath(snapshot: HeapSnapshot, steps: readonly PathStep[]): string[] {
  const entry = scriptEntry(snapshot, steps, (script) => ownershipOf(script) !== 'runtime');
  if (!entry) return renderRetainingPath(steps);
  return [entry.script, ...renderRetainingPath(steps.slice(entry.firstStep))];
}
