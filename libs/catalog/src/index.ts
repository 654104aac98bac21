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
export type { Difficulty, Exercise, ProbeRequest, WrongFix, WrongOutcome } from './exercise.ts';
export { exerciseOf, firstHour } from './exercises.ts';
export { isBefore } from './is-before.ts';
export { knownLeak, knownLeaks, leaksOf, type KnownLeak, type KnownLeakId } from './known-leaks.ts';
export { causeLesson, causePage, sampleFile, wrongFixFile, type SampleHalf } from './sample-file.ts';
