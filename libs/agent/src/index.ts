export { channelVariable } from './protocol.ts';
export type {
  AllocationNode,
  AllocationProfile,
  Frame,
  MemorySample,
  Message,
  OpenResource,
  Operation,
  Operations,
  Question,
  RegisteredRoute,
  Registrations,
  TappedStack,
  TapReport,
  TapTarget,
  TimerPeriods,
} from './protocol.ts';
export { readJsonLines } from './lines.ts';
export { applySourceMap } from './stacks.ts';
