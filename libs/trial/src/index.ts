import type { Evidence } from '@watertight/evidence';
import type { TrialOptions } from './options.ts';

export type { TrialOptions, TrialPhase, TrialProgress } from './options.ts';

/** Starts the target, loads it in rounds, judges it and, if it leaks, pins the leaks down. */
export declare function runTrial(options: TrialOptions): Promise<Evidence>;
