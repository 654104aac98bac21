import type { ErrorCode } from '@watertight/evidence' with { 'resolution-mode': 'import' };

/**
 * A trial that could not be made: what was expected, what came and what to do. It is no finding about memory.
 *
 * @example
 * await assertStaysFlat(app, { route: 'GET /' }).catch((error) => error instanceof TestingError && error.code); // 'NO_ROUTE'
 */
export class TestingError extends Error {
  override readonly name = 'TestingError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a function threw that was to be called again and again. */
export function callFailed(cause: unknown): TestingError {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new TestingError('RESPONSES_FAILED', `expected the function to end well at each call, it failed: ${what}`, {
    cause,
  });
}
