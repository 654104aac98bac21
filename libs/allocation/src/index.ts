export {
  AllocationError,
  AllocationSnapshot,
  formatBytes,
  formatStatistic,
  type AllocationFrame,
  type AllocationTrace,
  type GroupBy,
  type Precision,
  type Statistic,
  type StatisticDifference,
  type TraceFilter,
} from '@watertight/allocation-profile';
export { dump, load, writeHeapProfile, writePprof } from './files.ts';
export { Locator } from './locator.ts';
export { traceLines } from './lines/trace-lines.ts';
export {
  clearTraces,
  getTracedMemory,
  isTracking,
  resetPeak,
  start,
  stop,
  takeSnapshot,
  type TracingOptions,
} from './tracing.ts';
