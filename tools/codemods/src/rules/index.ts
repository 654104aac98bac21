import type { CauseId } from '@watertight/catalog';
import type { Rule } from '../rule.ts';
import { anchoredCycle } from './anchored-cycle/rule.ts';
import { expiredEntryKept } from './expired-entry-kept/rule.ts';
import { goneClientKept } from './gone-client-kept/rule.ts';
import { growingRequestList } from './growing-request-list/rule.ts';
import { growingText } from './growing-text/rule.ts';
import { ineffectiveRelease } from './ineffective-release/rule.ts';
import { leakyDependency } from './leaky-dependency/rule.ts';
import { listenerPerRequest } from './listener-per-request/rule.ts';
import { pendingPromiseInMap } from './pending-promise-in-map/rule.ts';
import { requestInField } from './request-in-field/rule.ts';
import { timerPerRequest } from './timer-per-request/rule.ts';
import { unboundedCache } from './unbounded-cache/rule.ts';
import { unboundedMemo } from './unbounded-memo/rule.ts';
import { unclosedFile } from './unclosed-file/rule.ts';

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
} as const satisfies { readonly [Id in CauseId]: Rule<Id> };
