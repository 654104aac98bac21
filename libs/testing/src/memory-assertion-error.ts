/** An assertion about memory that does not hold: what was expected, what was found, and where. */
export class MemoryAssertionError extends Error {
  override readonly name = 'MemoryAssertionError';

  /** `assertion` is left out of the stack, which then begins at the test. */
  constructor(message: string, assertion: (...args: never[]) => unknown) {
    super(message);
    Error.captureStackTrace(this, assertion);
  }
}
