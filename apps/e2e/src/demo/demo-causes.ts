import { causes, type Cause, type CauseId } from '@watertight/catalog';

/** One or two for each point of the guide: every cause would take longer than a newcomer stays. */
const shown: ReadonlySet<CauseId> = new Set<CauseId>([
  'anchored-cycle',
  'unbounded-cache',
  'unclosed-file',
  'request-in-field',
  'growing-request-list',
  'leaky-dependency',
]);

/** The causes that the demo proves, in the order of the catalog. */
export const demoCauses: readonly Cause<CauseId>[] = causes.filter(({ id }) => shown.has(id));
