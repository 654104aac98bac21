import { abortListenerExercise } from './causes/abort-listener/exercise.ts';
import { anchoredCycleExercise } from './causes/anchored-cycle/exercise.ts';
import { clientPerRequestExercise } from './causes/client-per-request/exercise.ts';
import { expiredEntryKeptExercise } from './causes/expired-entry-kept/exercise.ts';
import { goneClientKeptExercise } from './causes/gone-client-kept/exercise.ts';
import { growingRequestListExercise } from './causes/growing-request-list/exercise.ts';
import { growingTextExercise } from './causes/growing-text/exercise.ts';
import { hookPerRequestExercise } from './causes/hook-per-request/exercise.ts';
import { ineffectiveReleaseExercise } from './causes/ineffective-release/exercise.ts';
import { keptSocketListenerExercise } from './causes/kept-socket-listener/exercise.ts';
import { leakyDependencyExercise } from './causes/leaky-dependency/exercise.ts';
import { listenerPerRequestExercise } from './causes/listener-per-request/exercise.ts';
import { memorySessionStoreExercise } from './causes/memory-session-store/exercise.ts';
import { metricLabelPerRequestExercise } from './causes/metric-label-per-request/exercise.ts';
import { mismatchedRemovalExercise } from './causes/mismatched-removal/exercise.ts';
import { pendingPromiseInMapExercise } from './causes/pending-promise-in-map/exercise.ts';
import { pipeWithoutDestroyExercise } from './causes/pipe-without-destroy/exercise.ts';
import { raceWithLastingPromiseExercise } from './causes/race-with-lasting-promise/exercise.ts';
import { registryPerRequestExercise } from './causes/registry-per-request/exercise.ts';
import { requestInFieldExercise } from './causes/request-in-field/exercise.ts';
import { schemaCompiledPerRequestExercise } from './causes/schema-compiled-per-request/exercise.ts';
import { subscriptionPerRequestExercise } from './causes/subscription-per-request/exercise.ts';
import { timerPerRequestExercise } from './causes/timer-per-request/exercise.ts';
import { unboundedCacheExercise } from './causes/unbounded-cache/exercise.ts';
import { unboundedMemoExercise } from './causes/unbounded-memo/exercise.ts';
import { unclosedFileExercise } from './causes/unclosed-file/exercise.ts';
import { unreadBodyExercise } from './causes/unread-body/exercise.ts';
import { unreleasedResourceExercise } from './causes/unreleased-resource/exercise.ts';
import type { CauseId } from './causes.ts';
import type { Exercise } from './exercise.ts';

/** The ordered track for a first hour: from what everybody has written once to what hides in a package. */
export const firstHour = [
  'unbounded-cache',
  'growing-request-list',
  'unbounded-memo',
  'request-in-field',
  'unclosed-file',
  'listener-per-request',
  'timer-per-request',
  'anchored-cycle',
  'leaky-dependency',
] as const satisfies readonly CauseId[];

const exercises: Readonly<Record<CauseId, Exercise>> = {
  'unbounded-cache': unboundedCacheExercise,
  'growing-request-list': growingRequestListExercise,
  'unbounded-memo': unboundedMemoExercise,
  'request-in-field': requestInFieldExercise,
  'unclosed-file': unclosedFileExercise,
  'listener-per-request': listenerPerRequestExercise,
  'timer-per-request': timerPerRequestExercise,
  'anchored-cycle': anchoredCycleExercise,
  'leaky-dependency': leakyDependencyExercise,
  'expired-entry-kept': expiredEntryKeptExercise,
  'client-per-request': clientPerRequestExercise,
  'gone-client-kept': goneClientKeptExercise,
  'abort-listener': abortListenerExercise,
  'metric-label-per-request': metricLabelPerRequestExercise,
  'registry-per-request': registryPerRequestExercise,
  'subscription-per-request': subscriptionPerRequestExercise,
  'memory-session-store': memorySessionStoreExercise,
  'hook-per-request': hookPerRequestExercise,
  'mismatched-removal': mismatchedRemovalExercise,
  'pending-promise-in-map': pendingPromiseInMapExercise,
  'pipe-without-destroy': pipeWithoutDestroyExercise,
  'schema-compiled-per-request': schemaCompiledPerRequestExercise,
  'unreleased-resource': unreleasedResourceExercise,
  'kept-socket-listener': keptSocketListenerExercise,
  'unread-body': unreadBodyExercise,
  'race-with-lasting-promise': raceWithLastingPromiseExercise,
  'growing-text': growingTextExercise,
  'ineffective-release': ineffectiveReleaseExercise,
};

/**
 * The questions, hints and fixes of a cause.
 *
 * @example
 * exerciseOf('unbounded-cache').hints[0];
 */
export function exerciseOf(id: CauseId): Exercise {
  return exercises[id];
}
