import type { OutsideLoad, Route } from '@watertight/load';
import type { SnapshotForecast, SnapshotRoom } from './preflight.ts';

export type TrialPhase = 'start' | 'warm-up' | 'rounds' | 'survivors' | 'localise' | 'pinpoint' | 'stop';

/** Where a trial is; `fraction` runs from 0 to 1 over the whole trial. */
export interface TrialProgress {
  readonly phase: TrialPhase;
  readonly message: string;
  readonly fraction: number;
}

/** Who sends the requests of a trial, and how many. */
export interface LoadOptions {
  /** Requests in turn; see `parseRoute` of `@watertight/load`. */
  readonly routes: readonly Route[];
  /** What each client sends first, once; with it clients keep cookies and what responses gave them. */
  readonly login?: readonly Route[];
  /** Who sends the requests instead; see `commandLoad` of `@watertight/load`. */
  readonly load?: OutsideLoad;
  readonly requestsPerRound?: number;
  readonly warmUpRequests?: number;
  readonly connections?: number;
}

/** How a trial is to be carried out. */
export interface JudgeOptions {
  /** Stop after the verdict: no snapshots, no lines. */
  readonly verdictOnly?: boolean;
  /**
   * Whether to look for what grows by a few bytes, or in one of many requests: survivors are counted by their age, and
   * listeners and timers one by one, and the sites of allocation are sampled, which takes as long as all else; true by default.
   */
  readonly thorough?: boolean;
  /** Asked before the first heap snapshot, where there is room for one; without it nobody is asked. */
  readonly mayTakeSnapshots?: (forecast: SnapshotForecast, room: SnapshotRoom) => Promise<SnapshotConsent>;
  readonly onProgress?: (progress: TrialProgress) => void;
  readonly signal?: AbortSignal;
}

/** Yes, or why not. */
export type SnapshotConsent = 'yes' | { readonly no: string };

export interface TrialOptions extends LoadOptions, JudgeOptions {
  /** The command and its arguments, started without a shell. */
  readonly command: readonly string[];
  /** The target's root: files in the evidence are relative to it. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A base URL to load instead of the port that the agent reports. */
  readonly url?: string;
  /**
   * Called with the path of the agent's channel in place of starting the command, for a process that runs already and joins by
   * itself, see `joinTrial` of `@watertight/agent`; the command is then only told.
   */
  readonly invite?: (channelPath: string) => void;
  /** How long to wait for the target to listen. */
  readonly startTimeoutMs?: number;
  /** Called with the base URL once the target listens, before any load: to record responses, say. */
  readonly onListening?: (baseUrl: string) => Promise<void>;
  /** The target's own output, as it comes. */
  readonly onOutput?: (text: string) => void;
}
