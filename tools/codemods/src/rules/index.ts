import { growingRequestList } from './growing-request-list/rule.ts';
import { unboundedCache } from './unbounded-cache/rule.ts';

export const rules = {
  'growing-request-list': growingRequestList,
  'unbounded-cache': unboundedCache,
};
