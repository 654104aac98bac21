import type { Router } from 'express';
import type { CauseId } from './causes.ts';
import { router as fixedAbortListener } from './causes/abort-listener/fixed.ts';
import { router as leakyAbortListener } from './causes/abort-listener/leaky.ts';
import { router as fixedAnchoredCycle } from './causes/anchored-cycle/fixed.ts';
import { router as leakyAnchoredCycle } from './causes/anchored-cycle/leaky.ts';
import { router as fixedClientPerRequest } from './causes/client-per-request/fixed.ts';
import { router as leakyClientPerRequest } from './causes/client-per-request/leaky.ts';
import { router as fixedExpiredEntryKept } from './causes/expired-entry-kept/fixed.ts';
import { router as leakyExpiredEntryKept } from './causes/expired-entry-kept/leaky.ts';
import { router as fixedGoneClientKept } from './causes/gone-client-kept/fixed.ts';
import { router as leakyGoneClientKept } from './causes/gone-client-kept/leaky.ts';
import { router as fixedGrowingRequestList } from './causes/growing-request-list/fixed.ts';
import { router as leakyGrowingRequestList } from './causes/growing-request-list/leaky.ts';
import { router as fixedGrowingText } from './causes/growing-text/fixed.ts';
import { router as leakyGrowingText } from './causes/growing-text/leaky.ts';
import { router as fixedHookPerRequest } from './causes/hook-per-request/fixed.ts';
import { router as leakyHookPerRequest } from './causes/hook-per-request/leaky.ts';
import { router as fixedIneffectiveRelease } from './causes/ineffective-release/fixed.ts';
import { router as leakyIneffectiveRelease } from './causes/ineffective-release/leaky.ts';
import { router as fixedKeptSocketListener } from './causes/kept-socket-listener/fixed.ts';
import { router as leakyKeptSocketListener } from './causes/kept-socket-listener/leaky.ts';
import { router as fixedLeakyDependency } from './causes/leaky-dependency/fixed.ts';
import { router as leakyLeakyDependency } from './causes/leaky-dependency/leaky.ts';
import { router as fixedListenerPerRequest } from './causes/listener-per-request/fixed.ts';
import { router as leakyListenerPerRequest } from './causes/listener-per-request/leaky.ts';
import { router as fixedMemorySessionStore } from './causes/memory-session-store/fixed.ts';
import { router as leakyMemorySessionStore } from './causes/memory-session-store/leaky.ts';
import { router as fixedMetricLabelPerRequest } from './causes/metric-label-per-request/fixed.ts';
import { router as leakyMetricLabelPerRequest } from './causes/metric-label-per-request/leaky.ts';
import { router as fixedMismatchedRemoval } from './causes/mismatched-removal/fixed.ts';
import { router as leakyMismatchedRemoval } from './causes/mismatched-removal/leaky.ts';
import { router as fixedPendingPromiseInMap } from './causes/pending-promise-in-map/fixed.ts';
import { router as leakyPendingPromiseInMap } from './causes/pending-promise-in-map/leaky.ts';
import { router as fixedPipeWithoutDestroy } from './causes/pipe-without-destroy/fixed.ts';
import { router as leakyPipeWithoutDestroy } from './causes/pipe-without-destroy/leaky.ts';
import { router as fixedRaceWithLastingPromise } from './causes/race-with-lasting-promise/fixed.ts';
import { router as leakyRaceWithLastingPromise } from './causes/race-with-lasting-promise/leaky.ts';
import { router as fixedRegistryPerRequest } from './causes/registry-per-request/fixed.ts';
import { router as leakyRegistryPerRequest } from './causes/registry-per-request/leaky.ts';
import { router as fixedRequestInField } from './causes/request-in-field/fixed.ts';
import { router as leakyRequestInField } from './causes/request-in-field/leaky.ts';
import { router as fixedSchemaCompiledPerRequest } from './causes/schema-compiled-per-request/fixed.ts';
import { router as leakySchemaCompiledPerRequest } from './causes/schema-compiled-per-request/leaky.ts';
import { router as fixedSubscriptionPerRequest } from './causes/subscription-per-request/fixed.ts';
import { router as leakySubscriptionPerRequest } from './causes/subscription-per-request/leaky.ts';
import { router as fixedTimerPerRequest } from './causes/timer-per-request/fixed.ts';
import { router as leakyTimerPerRequest } from './causes/timer-per-request/leaky.ts';
import { router as fixedUnboundedCache } from './causes/unbounded-cache/fixed.ts';
import { router as leakyUnboundedCache } from './causes/unbounded-cache/leaky.ts';
import { router as fixedUnboundedMemo } from './causes/unbounded-memo/fixed.ts';
import { router as leakyUnboundedMemo } from './causes/unbounded-memo/leaky.ts';
import { router as fixedUnclosedFile } from './causes/unclosed-file/fixed.ts';
import { router as leakyUnclosedFile } from './causes/unclosed-file/leaky.ts';
import { router as fixedUnreadBody } from './causes/unread-body/fixed.ts';
import { router as leakyUnreadBody } from './causes/unread-body/leaky.ts';
import { router as fixedUnreleasedResource } from './causes/unreleased-resource/fixed.ts';
import { router as leakyUnreleasedResource } from './causes/unreleased-resource/leaky.ts';
import type { SampleHalf } from './sample-file.ts';

/** The same route twice: once as it leaks, once repaired. */
export type SamplePair = { readonly [Half in SampleHalf]: Router };

/** The pairs, ready to mount. What a leaky half keeps lives as long as the process, also when its route is gone. */
export const samples = {
  'anchored-cycle': { leaky: leakyAnchoredCycle, fixed: fixedAnchoredCycle },
  'unbounded-cache': { leaky: leakyUnboundedCache, fixed: fixedUnboundedCache },
  'unclosed-file': { leaky: leakyUnclosedFile, fixed: fixedUnclosedFile },
  'request-in-field': { leaky: leakyRequestInField, fixed: fixedRequestInField },
  'growing-request-list': { leaky: leakyGrowingRequestList, fixed: fixedGrowingRequestList },
  'leaky-dependency': { leaky: leakyLeakyDependency, fixed: fixedLeakyDependency },
  'listener-per-request': { leaky: leakyListenerPerRequest, fixed: fixedListenerPerRequest },
  'timer-per-request': { leaky: leakyTimerPerRequest, fixed: fixedTimerPerRequest },
  'expired-entry-kept': { leaky: leakyExpiredEntryKept, fixed: fixedExpiredEntryKept },
  'ineffective-release': { leaky: leakyIneffectiveRelease, fixed: fixedIneffectiveRelease },
  'unbounded-memo': { leaky: leakyUnboundedMemo, fixed: fixedUnboundedMemo },
  'gone-client-kept': { leaky: leakyGoneClientKept, fixed: fixedGoneClientKept },
  'pending-promise-in-map': { leaky: leakyPendingPromiseInMap, fixed: fixedPendingPromiseInMap },
  'metric-label-per-request': { leaky: leakyMetricLabelPerRequest, fixed: fixedMetricLabelPerRequest },
  'subscription-per-request': { leaky: leakySubscriptionPerRequest, fixed: fixedSubscriptionPerRequest },
  'race-with-lasting-promise': { leaky: leakyRaceWithLastingPromise, fixed: fixedRaceWithLastingPromise },
  'schema-compiled-per-request': { leaky: leakySchemaCompiledPerRequest, fixed: fixedSchemaCompiledPerRequest },
  'growing-text': { leaky: leakyGrowingText, fixed: fixedGrowingText },
  'abort-listener': { leaky: leakyAbortListener, fixed: fixedAbortListener },
  'client-per-request': { leaky: leakyClientPerRequest, fixed: fixedClientPerRequest },
  'hook-per-request': { leaky: leakyHookPerRequest, fixed: fixedHookPerRequest },
  'kept-socket-listener': { leaky: leakyKeptSocketListener, fixed: fixedKeptSocketListener },
  'memory-session-store': { leaky: leakyMemorySessionStore, fixed: fixedMemorySessionStore },
  'mismatched-removal': { leaky: leakyMismatchedRemoval, fixed: fixedMismatchedRemoval },
  'pipe-without-destroy': { leaky: leakyPipeWithoutDestroy, fixed: fixedPipeWithoutDestroy },
  'registry-per-request': { leaky: leakyRegistryPerRequest, fixed: fixedRegistryPerRequest },
  'unread-body': { leaky: leakyUnreadBody, fixed: fixedUnreadBody },
  'unreleased-resource': { leaky: leakyUnreleasedResource, fixed: fixedUnreleasedResource },
} as const satisfies Record<CauseId, SamplePair>;
