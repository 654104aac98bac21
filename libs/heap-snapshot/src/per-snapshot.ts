import type { HeapSnapshot } from './heap-snapshot.ts';

/** Computes something of a snapshot once, and keeps it as long as the snapshot. */
export function perSnapshot<T>(compute: (snapshot: HeapSnapshot) => T): (snapshot: HeapSnapshot) => T {
  const results = new WeakMap<HeapSnapshot, { readonly result: T }>();
  return (snapshot) => {
    const known = results.get(snapshot);
    if (known) return known.result;
    const result = compute(snapshot);
    results.set(snapshot, { result });
    return result;
  };
}
