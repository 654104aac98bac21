import type { ErrorCode, Evidence, Verdict } from '@watertight/evidence' with { 'resolution-mode': 'import' };

/** How the trial comes by its target: the process that asks joins it, or a command is started. */
export type Target =
  | { readonly kind: 'joined' }
  | {
      readonly kind: 'command';
      readonly command: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    };

/** What a trial in the process beside the test is asked for. */
export interface Order {
  readonly target: Target;
  /** The target's root: files are told relative to it. */
  readonly cwd: string;
  /** As people write them: `GET /users/{n}`. */
  readonly routes: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly budget: string | null;
  readonly requests: number | null;
  readonly warmUpRequests: number | null;
  readonly connections: number | null;
  readonly startTimeoutMs: number | null;
  /** What starts the target by hand, for whoever repeats the trial. */
  readonly command: string;
  /** What a reader of the numbers should know about how they came about. */
  readonly notes: readonly string[];
}

/** Asks who holds some objects of a heap snapshot. */
export interface HoldersQuestion {
  readonly snapshotFile: string;
  readonly ids: readonly number[];
  readonly cwd: string;
}

/** From the test to the process beside it, which answers one and ends. */
export type Request =
  { readonly type: 'trial'; readonly order: Order } | { readonly type: 'holders'; readonly question: HoldersQuestion };

export interface Measured {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** What was found, for people, with the command that repeats it. */
  readonly account: string;
}

/** From the process beside it to the test. */
export type Report =
  | { readonly type: 'invite'; readonly channelPath: string }
  | { readonly type: 'measured'; readonly measured: Measured }
  | { readonly type: 'holders'; readonly paths: readonly (readonly string[] | null)[] }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string };
