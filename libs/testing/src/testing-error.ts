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
