import type { Route } from '@watertight/load';

export type TrialPhase = 'start' | 'warm-up' | 'rounds' | 'survivors' | 'localise' | 'pinpoint' | 'stop';

/** Where a trial is; `fraction` runs from 0 to 1 over the whole trial. */
export interface TrialProgress {
  readonly phase: TrialPhase;
  readonly message: string;
  readonly fraction: number;
}

export interface TrialOptions {
  /** The command and its arguments, started without a shell. */
  readonly command: readonly string[];
  /** The target's root: files in the evidence are relative to it. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Requests in turn; see `parseRoute` of `@watertight/load`. */
  readonly routes: readonly Route[];
  /** A base URL to load instead of the port that the agent reports. */
  readonly url?: string;
  /**
   * Called with the path of the agent's channel in place of starting the command, for a process that runs already and joins by
   * itself, see `joinTrial` of `@watertight/agent`; the command is then only told.
   */
  readonly invite?: (channelPath: string) => void;
  readonly requestsPerRound?: number;
  readonly warmUpRequests?: number;
  readonly connections?: number;
  /** How long to wait for the target to listen. */
  readonly startTimeoutMs?: number;
  /** Stop after the verdict: no snapshots, no lines. */
  readonly verdictOnly?: boolean;
  /**
   * Whether to look for what grows by a few bytes, or in one of many requests: survivors are counted by their age, and
   * listeners and timers one by one, and the sites of allocation are sampled, which takes as long as all else; true by default.
   */
  readonly thorough?: boolean;
  /** Called with the base URL once the target listens, before any load: to record responses, say. */
  readonly onListening?: (baseUrl: string) => Promise<void>;
  readonly onProgress?: (progress: TrialProgress) => void;
  /** The target's own output, as it comes. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
}
