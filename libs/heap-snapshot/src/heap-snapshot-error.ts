/** All reasons why a file is no readable heap snapshot. */
export const heapSnapshotErrors = {
  /** It is something else, or contradicts itself. */
  SNAPSHOT_INVALID: 'not a heap snapshot',
  /** It ends too early. */
  SNAPSHOT_TRUNCATED: 'the heap snapshot is cut off',
  /** It has more nodes, edges or strings than numbers of 32 bits count. */
  SNAPSHOT_TOO_LARGE: 'the heap snapshot is too large',
} as const;

export type HeapSnapshotErrorCode = keyof typeof heapSnapshotErrors;

/** Where in the file something is wrong. */
export interface SnapshotPlace {
  /** A key of the file, such as `nodes`; `start` before the first and `end` behind the last one. */
  readonly section: string;
  /** At, or shortly behind, the fault; from 0. */
  readonly offsetBytes: number;
}

/**
 * Says why a file is no readable heap snapshot, in which section and at which byte.
 *
 * @example
 * import { HeapSnapshotError } from '@watertight/heap-snapshot';
 *
 * function isCutOff(error: unknown): boolean {
 *   return error instanceof HeapSnapshotError && error.code === 'SNAPSHOT_TRUNCATED';
 * }
 */
export class HeapSnapshotError extends Error {
  override readonly name = 'HeapSnapshotError';
  readonly code: HeapSnapshotErrorCode;
  readonly section: string;
  readonly offsetBytes: number;

  constructor(code: HeapSnapshotErrorCode, message: string, place: SnapshotPlace, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.section = place.section;
    this.offsetBytes = place.offsetBytes;
  }
}

/** What came where something else was expected, with the section and the byte at which it stands. */
export function invalidAt(section: string, offsetBytes: number, problem: string, cause?: unknown): HeapSnapshotError {
  const message = `${heapSnapshotErrors.SNAPSHOT_INVALID}: ${problem} in "${section}" at byte ${offsetBytes}`;
  return new HeapSnapshotError('SNAPSHOT_INVALID', message, { section, offsetBytes }, { cause });
}

/** The input ended inside a section. */
export function truncatedIn(section: string, offsetBytes: number): HeapSnapshotError {
  const message = `the heap snapshot ends inside "${section}" at byte ${offsetBytes}; take it again`;
  return new HeapSnapshotError('SNAPSHOT_TRUNCATED', message, { section, offsetBytes });
}

/** More records than this library can count. */
export function tooLargeIn(section: string, offsetBytes: number, problem: string): HeapSnapshotError {
  const message = `${heapSnapshotErrors.SNAPSHOT_TOO_LARGE}: ${problem} in "${section}" at byte ${offsetBytes}`;
  return new HeapSnapshotError('SNAPSHOT_TOO_LARGE', message, { section, offsetBytes });
}
