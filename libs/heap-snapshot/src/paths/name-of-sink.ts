import type { PathStep } from './retaining-path.ts';

/** How the program reaches an object: by a variable, and by fields from there on. */
export interface SinkName {
  /** Variable and fields with dots between them, such as `journal.recent`. */
  readonly name: string;
  readonly variable?: string;
  readonly fields: string[];
}

/**
 * Names the object at the end of a path by its innermost variable and the fields behind it.
 *
 * @example
 * import { nameOfSink, retainingPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const name = (snapshot: HeapSnapshot, ordinal: Ordinal) => nameOfSink(retainingPath(snapshot, ordinal)).name; // 'requestLog'
 */
export function nameOfSink(steps: readonly PathStep[]): SinkName {
  const start = steps.findLastIndex(({ edge }) => edge.type === 'context');
  const variable = start < 0 ? undefined : String(steps[start]!.edge.name);
  const fields = steps
    .slice(start + 1)
    .filter(({ edge }) => edge.type === 'property' && edge.name !== '__proto__')
    .map(({ edge }) => String(edge.name));
  const name = [variable, ...fields].filter((part) => part !== undefined).join('.');
  return { name, ...(variable !== undefined && { variable }), fields };
}
