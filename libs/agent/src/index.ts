export { channelVariable } from './protocol.ts';
export type {
  AllocationNode,
  AllocationProfile,
  FoundProcess,
  FoundServer,
  LiveCollections,
  LiveMoment,
  Frame,
  MemoryLimits,
  MemorySample,
  Message,
  OpenResource,
  Operation,
  Operations,
  Question,
  RegisteredRoute,
  Registrations,
  ServedRequests,
  TappedStack,
  TapReport,
  TapTarget,
  TimerPeriods,
} from './protocol.ts';
export { diagnosticsIn, namesDiagnostics, nearLimitSnapshotName } from './near-limit.ts';
export { readJsonLines } from './lines.ts';
export { isSupportedNode } from './supported-node.ts';
export { applySourceMap } from './stacks.ts';
