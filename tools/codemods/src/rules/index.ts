import type { CauseId } from '@watertight/catalog';
import type { Rule } from '../rule.ts';
import { abortListener } from './abort-listener/rule.ts';
import { anchoredCycle } from './anchored-cycle/rule.ts';
import { clientPerRequest } from './client-per-request/rule.ts';
import { expiredEntryKept } from './expired-entry-kept/rule.ts';
import { goneClientKept } from './gone-client-kept/rule.ts';
import { growingRequestList } from './growing-request-list/rule.ts';
import { growingText } from './growing-text/rule.ts';
import { hookPerRequest } from './hook-per-request/rule.ts';
import { ineffectiveRelease } from './ineffective-release/rule.ts';
import { keptSocketListener } from './kept-socket-listener/rule.ts';
import { leakyDependency } from './leaky-dependency/rule.ts';
import { listenerPerRequest } from './listener-per-request/rule.ts';
import { memorySessionStore } from './memory-session-store/rule.ts';
import { metricLabelPerRequest } from './metric-label-per-request/rule.ts';
import { mismatchedRemoval } from './mismatched-removal/rule.ts';
import { pendingPromiseInMap } from './pending-promise-in-map/rule.ts';
import { pipeWithoutDestroy } from './pipe-without-destroy/rule.ts';
import { raceWithLastingPromise } from './race-with-lasting-promise/rule.ts';
import { registryPerRequest } from './registry-per-request/rule.ts';
import { requestInField } from './request-in-field/rule.ts';
import { schemaCompiledPerRequest } from './schema-compiled-per-request/rule.ts';
import { subscriptionPerRequest } from './subscription-per-request/rule.ts';
import { timerPerRequest } from './timer-per-request/rule.ts';
import { unboundedCache } from './unbounded-cache/rule.ts';
import { unboundedMemo } from './unbounded-memo/rule.ts';
import { unclosedFile } from './unclosed-file/rule.ts';
import { unreadBody } from './unread-body/rule.ts';
import { unreleasedResource } from './unreleased-resource/rule.ts';

/** One rule per cause: leaving one out, or swapping two, does not compile. */
export const rules = {
  'anchored-cycle': anchoredCycle,
  'unbounded-cache': unboundedCache,
  'unclosed-file': unclosedFile,
  'request-in-field': requestInField,
  'growing-request-list': growingRequestList,
  'leaky-dependency': leakyDependency,
  'listener-per-request': listenerPerRequest,
  'timer-per-request': timerPerRequest,
  'expired-entry-kept': expiredEntryKept,
  'ineffective-release': ineffectiveRelease,
  'unbounded-memo': unboundedMemo,
  'gone-client-kept': goneClientKept,
  'pending-promise-in-map': pendingPromiseInMap,
  'growing-text': growingText,
  'metric-label-per-request': metricLabelPerRequest,
  'subscription-per-request': subscriptionPerRequest,
  'race-with-lasting-promise': raceWithLastingPromise,
  'schema-compiled-per-request': schemaCompiledPerRequest,
  'abort-listener': abortListener,
  'client-per-request': clientPerRequest,
  'hook-per-request': hookPerRequest,
  'kept-socket-listener': keptSocketListener,
  'memory-session-store': memorySessionStore,
  'mismatched-removal': mismatchedRemoval,
  'pipe-without-destroy': pipeWithoutDestroy,
  'registry-per-request': registryPerRequest,
  'unread-body': unreadBody,
  'unreleased-resource': unreleasedResource,
} as const satisfies { readonly [Id in CauseId]: Rule<Id> };
