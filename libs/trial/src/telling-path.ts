import { renderRetainingPath, scriptsOnPath, type HeapSnapshot, type PathStep } from '@watertight/heap-snapshot';
import { ownershipOf } from './source-positions.ts';

/**
 * A retaining path as lines, from the innermost script whose code holds the object: how the runtime reaches that script (its
 * table of modules, a timer, the listener of a signal) differs from run to run and tells nothing.
 */
export function tellingPath(snapshot: HeapSnapshot, steps: readonly PathStep[]): string[] {
  const script = scriptsOnPath(snapshot, steps).find(({ name }) => ownershipOf(name) !== 'runtime');
  if (!script) return renderRetainingPath(steps);
  return [script.name, ...renderRetainingPath(steps.slice(script.outermostStep + 1))];
}
