export type { TrialOptions, TrialPhase, TrialProgress } from './options.ts';
export { runTrial, withRunningTarget as withTarget } from './run-trial.ts';
