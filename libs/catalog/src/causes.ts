import type { Cause } from './cause.ts';
import { abortListener } from './causes/abort-listener/cause.ts';
import { anchoredCycle } from './causes/anchored-cycle/cause.ts';
import { clientPerRequest } from './causes/client-per-request/cause.ts';
import { expiredEntryKept } from './causes/expired-entry-kept/cause.ts';
import { goneClientKept } from './causes/gone-client-kept/cause.ts';
import { growingRequestList } from './causes/growing-request-list/cause.ts';
import { growingText } from './causes/growing-text/cause.ts';
import { hookPerRequest } from './causes/hook-per-request/cause.ts';
import { ineffectiveRelease } from './causes/ineffective-release/cause.ts';
import { keptSocketListener } from './causes/kept-socket-listener/cause.ts';
import { leakyDependency } from './causes/leaky-dependency/cause.ts';
import { listenerPerRequest } from './causes/listener-per-request/cause.ts';
import { memorySessionStore } from './causes/memory-session-store/cause.ts';
import { metricLabelPerRequest } from './causes/metric-label-per-request/cause.ts';
import { mismatchedRemoval } from './causes/mismatched-removal/cause.ts';
import { pendingPromiseInMap } from './causes/pending-promise-in-map/cause.ts';
import { pipeWithoutDestroy } from './causes/pipe-without-destroy/cause.ts';
import { raceWithLastingPromise } from './causes/race-with-lasting-promise/cause.ts';
import { registryPerRequest } from './causes/registry-per-request/cause.ts';
import { requestInField } from './causes/request-in-field/cause.ts';
import { schemaCompiledPerRequest } from './causes/schema-compiled-per-request/cause.ts';
import { subscriptionPerRequest } from './causes/subscription-per-request/cause.ts';
import { timerPerRequest } from './causes/timer-per-request/cause.ts';
import { unboundedCache } from './causes/unbounded-cache/cause.ts';
import { unboundedMemo } from './causes/unbounded-memo/cause.ts';
import { unclosedFile } from './causes/unclosed-file/cause.ts';
import { unreadBody } from './causes/unread-body/cause.ts';
import { unreleasedResource } from './causes/unreleased-resource/cause.ts';

/** Every cause, once; the compiler asks for the rest (rules, proofs). */
export const causes = [
  anchoredCycle,
  unboundedCache,
  unclosedFile,
  requestInField,
  growingRequestList,
  leakyDependency,
  listenerPerRequest,
  timerPerRequest,
  expiredEntryKept,
  ineffectiveRelease,
  unboundedMemo,
  goneClientKept,
  pendingPromiseInMap,
  growingText,
  metricLabelPerRequest,
  subscriptionPerRequest,
  raceWithLastingPromise,
  schemaCompiledPerRequest,
  abortListener,
  clientPerRequest,
  hookPerRequest,
  keptSocketListener,
  memorySessionStore,
  mismatchedRemoval,
  pipeWithoutDestroy,
  registryPerRequest,
  unreadBody,
  unreleasedResource,
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
