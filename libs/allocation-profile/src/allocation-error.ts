export type AllocationErrorCode = 'DUMP_INVALID' | 'CUMULATIVE_STACK' | 'NOT_TRACING' | 'ALREADY_TRACING';

/** Misuse that a person can act on. */
export class AllocationError extends Error {
  override readonly name = 'AllocationError';
  readonly code: AllocationErrorCode;

  constructor(code: AllocationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
