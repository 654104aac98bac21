import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot, SourceLocation } from '../heap-snapshot.ts';
import { scriptNameOfClosure } from '../paths/scripts-on-path.ts';
import { perSnapshot } from '../per-snapshot.ts';

/** A place in a script; line and column count from 0. */
export interface NamedSource extends SourceLocation {
  /** Path or URL; null where the snapshot does not tell, as it holds ids of scripts only. */
  readonly scriptName: string | null;
}

/**
 * Where a function stands, or the constructor of an object; null where V8 does not say.
 *
 * @example
 * import { sourceOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * function show(snapshot: HeapSnapshot, ordinal: Ordinal): string {
 *   const source = sourceOf(snapshot, ordinal);
 *   return source ? `${source.scriptName ?? `script ${source.scriptId}`}:${source.line + 1}` : 'unknown';
 * }
 */
export function sourceOf(snapshot: HeapSnapshot, ordinal: Ordinal): NamedSource | null {
  const location = snapshot.location(ordinal);
  return location && { ...location, scriptName: scriptNamesOf(snapshot).get(location.scriptId) ?? null };
}

/** The name of each script, as told by the functions of it that are in the heap. */
export const scriptNamesOf = perSnapshot((snapshot): ReadonlyMap<number, string> => {
  const { nodeType, nodeTypes, locations } = snapshot.columns;
  const closure = nodeTypes.indexOf('closure');
  const names = new Map<number, string>();
  for (let row = 0; row < locations.length; row += 4) {
    const ordinal = locations[row]! as Ordinal;
    const scriptId = locations[row + 1]!;
    if (nodeType[ordinal] !== closure || names.has(scriptId)) continue;
    const name = scriptNameOfClosure(snapshot, ordinal);
    if (name) names.set(scriptId, name);
  }
  return names;
});
