import type { CauseId } from '@watertight/catalog';
import type { Rule } from '../rule.ts';
import { anchoredCycle } from './anchored-cycle/rule.ts';
import { growingRequestList } from './growing-request-list/rule.ts';
import { leakyDependency } from './leaky-dependency/rule.ts';
import { listenerPerRequest } from './listener-per-request/rule.ts';
import { requestInField } from './request-in-field/rule.ts';
import { timerPerRequest } from './timer-per-request/rule.ts';
import { unboundedCache } from './unbounded-cache/rule.ts';
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
} as const satisfies { readonly [Id in CauseId]: Rule<Id> };
