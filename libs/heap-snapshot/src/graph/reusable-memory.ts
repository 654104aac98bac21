import type { HeapSnapshot } from '../heap-snapshot.ts';

interface Memory {
  readonly buffer: ArrayBufferLike;
  /** How much of it was ever written, and so is in memory. */
  readonly usedBytes: number;
}

const kept = new WeakMap<HeapSnapshot, Memory[]>();
const mostWaste = 3;

/**
 * Keeps memory that one computation no longer needs for the next one: as garbage it would not be collected soon enough to
 * keep the peak low.
 */
export function keepForReuse(snapshot: HeapSnapshot, memories: readonly Memory[]): void {
  kept.set(snapshot, [...memories]);
}

/** Memory of at least that size, with anything in it. */
export function takeMemory(snapshot: HeapSnapshot, byteLength: number): ArrayBufferLike {
  const memories = kept.get(snapshot) ?? [];
  const place = memories.findIndex(
    ({ buffer, usedBytes }) => buffer.byteLength >= byteLength && usedBytes < mostWaste * byteLength,
  );
  return place < 0 ? new ArrayBuffer(byteLength) : memories.splice(place, 1)[0]!.buffer;
}
