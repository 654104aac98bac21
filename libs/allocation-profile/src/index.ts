export { AllocationError, type AllocationErrorCode } from './allocation-error.ts';
export { AllocationSnapshot } from './allocation-snapshot.ts';
export { parseSnapshot, serializeSnapshot } from './dump.ts';
export type { TraceFilter } from './filter-traces.ts';
export { formatBytes, formatStatistic } from './format.ts';
export { packageNameOf, type GroupBy } from './group-by.ts';
export { toHeapProfile } from './heap-profile.ts';
export { defaultIntervalBytes } from './object-count.ts';
export { toPprof } from './pprof.ts';
export type { Statistic, StatisticDifference } from './statistics.ts';
export {
  tracesOfProfile,
  type CallFrame,
  type Locate,
  type Located,
  type SamplingHeapProfile,
  type SamplingHeapProfileNode,
} from './traces-of-profile.ts';
export type { AllocationFrame, AllocationTrace, Precision } from './traces.ts';
