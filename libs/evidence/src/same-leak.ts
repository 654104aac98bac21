import type { Leak } from './evidence.ts';

/**
 * Whether two records are of one leak: signatures may move with the code, names and files do not.
 *
 * @example
 * const known = baseline.leaks.some((other) => isSameLeak(other, leak));
 */
export function isSameLeak(a: Leak, b: Leak): boolean {
  if (a.signature === b.signature) return true;
  return a.sink !== null && b.sink !== null && a.sink.name === b.sink.name && a.sink.file === b.sink.file;
}
