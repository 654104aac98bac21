export type HeapSnapshotErrorCode = 'SNAPSHOT_INVALID' | 'SNAPSHOT_TRUNCATED';

/**
 * Says why a file is no readable heap snapshot: `SNAPSHOT_TRUNCATED` where it ends too early, else `SNAPSHOT_INVALID`.
 *
 * @example
 * if (error instanceof HeapSnapshotError && error.code === 'SNAPSHOT_TRUNCATED') takeItAgain();
 */
export class HeapSnapshotError extends Error {
  override readonly name = 'HeapSnapshotError';
  readonly code: HeapSnapshotErrorCode;

  constructor(code: HeapSnapshotErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What came where something else was expected, with the section and the byte at which it stands. */
export function invalidAt(section: string, offsetBytes: number, problem: string): HeapSnapshotError {
  return new HeapSnapshotError(
    'SNAPSHOT_INVALID',
    `not a heap snapshot: ${problem} in "${section}" at byte ${offsetBytes}`,
  );
}

/** The input ended inside a section. */
export function truncatedIn(section: string, offsetBytes: number): HeapSnapshotError {
  return new HeapSnapshotError(
    'SNAPSHOT_TRUNCATED',
    `the heap snapshot ends inside "${section}" at byte ${offsetBytes}; take it again`,
  );
}
