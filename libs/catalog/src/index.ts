export { defineCause, type Cause, type CauseCategory, type CauseEvidence, type Workload } from './cause.ts';
export { causes, findCause, type CauseId } from './causes.ts';
export { checkCommand } from './check-command.ts';
export { causePage, sampleFile, type SampleHalf } from './sample-file.ts';
