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
export { sampleFile, type SampleHalf } from './sample-file.ts';
