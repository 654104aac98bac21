import { CodedError } from '@watertight/evidence';

/** @throws {CodedError} `INTERRUPTED` once the signal is aborted */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interruption(signal.reason);
}

/** Whatever breaks after the signal was aborted breaks because of it. */
export async function orInterruption<Value>(signal: AbortSignal | undefined, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw signal?.aborted ? interruption(error) : error;
  }
}

function interruption(cause: unknown): CodedError {
  if (cause instanceof CodedError && cause.code === 'INTERRUPTED') return cause;
  return new CodedError('INTERRUPTED', 'interrupted; the copy is removed and the source untouched', { cause });
}
