export {
  defineCause,
  isShownByLoad,
  type Cause,
  type CauseCategory,
  type CauseEvidence,
  type LoadEvidence,
  type NoLoadEvidence,
  type ShownByLoad,
  type Workload,
} from './cause.ts';
export { causes, findCause, type CauseId } from './causes.ts';
export { checkCommand } from './check-command.ts';
export { isBefore } from './is-before.ts';
export { knownLeak, knownLeaks, leaksOf, type KnownLeak, type KnownLeakId } from './known-leaks.ts';
export { causePage, sampleFile, type SampleHalf } from './sample-file.ts';
