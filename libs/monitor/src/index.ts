export type { Collection, CollectionKind, CollectionTotals, TotalsByKind } from './collections.ts';
export { startMonitor, type Monitor, type MonitorOptions } from './monitor.ts';
export { toPrometheusText } from './prometheus.ts';
export type { MonitorSample } from './sample.ts';
export type { MonitorSummary, Quantity, Range } from './summarize.ts';
