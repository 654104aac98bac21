import type { Cause } from './cause.ts';
import { anchoredCycle } from './causes/anchored-cycle/cause.ts';
import { growingRequestList } from './causes/growing-request-list/cause.ts';
import { leakyDependency } from './causes/leaky-dependency/cause.ts';
import { listenerPerRequest } from './causes/listener-per-request/cause.ts';
import { requestInField } from './causes/request-in-field/cause.ts';
import { timerPerRequest } from './causes/timer-per-request/cause.ts';
import { unboundedCache } from './causes/unbounded-cache/cause.ts';
import { unclosedFile } from './causes/unclosed-file/cause.ts';

/** Every cause, once; the compiler asks for the rest (samples, rules, proofs). */
export const causes = [
  anchoredCycle,
  unboundedCache,
  unclosedFile,
  requestInField,
  growingRequestList,
  leakyDependency,
  listenerPerRequest,
  timerPerRequest,
] as const satisfies readonly Cause[];

/** The name of a mechanism, such as `unbounded-cache`. */
export type CauseId = (typeof causes)[number]['id'];

/**
 * The cause with that id, or `undefined` where the text names none.
 *
 * @example
 * findCause('unbounded-cache')?.title; // 'Request data kept in a module-level Map'
 */
export function findCause(id: string): Cause<CauseId> | undefined {
  return causes.find((cause) => cause.id === id);
}
