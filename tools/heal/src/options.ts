import type { FileEdit, FixPlan, PlanOptions, ScanOptions } from '@watertight/codemods';
import type { Evidence, Healed, ScanResult } from '@watertight/evidence';
import type { OutsideLoad, Route } from '@watertight/load';
import type { TrialOptions } from '@watertight/trial';

export interface HealProgress {
  readonly message: string;
  /** From 0 to 1 over the whole healing. */
  readonly fraction: number;
}

/** Keep this rewrite, take it back, or take it back and try no more. */
export type Consent = 'accept' | 'decline' | 'stop';

export interface HealOptions {
  /** The command and its arguments, started without a shell. */
  readonly command: readonly string[];
  /** The target's root: what is scanned, and what findings and patches are relative to. */
  readonly cwd: string;
  /** Requests in turn; see `parseRoute` of `@watertight/load`. */
  readonly routes: readonly Route[];
  /** What each client sends first, once, where clients stay logged in. */
  readonly login?: readonly Route[];
  /** Who sends the load instead; the routes are then what responses are compared by. */
  readonly load?: OutsideLoad;
  readonly env?: Readonly<Record<string, string>>;
  /** A base URL to load instead of the port that the target listens on. */
  readonly url?: string;
  readonly requestsPerRound?: number;
  readonly warmUpRequests?: number;
  readonly connections?: number;
  readonly startTimeoutMs?: number;
  /** Also try rewrites that a person should look at. */
  readonly unsafe: boolean;
  /** Apply the accepted patches to the source. */
  readonly write: boolean;
  /** Write although the git tree has changes of its own. */
  readonly allowDirty: boolean;
  /** Shell command that builds the target, such as `npm run build`; run in the copy after each rewrite. */
  readonly build?: string;
  /** Shell command that runs the target's own tests; a rewrite after which they fail is taken back. */
  readonly test?: string;
  /** Shell command that brings state, such as a database, to the same beginning before each start of the target. */
  readonly setup?: string;
  /** Shell command that takes it away after each stop, in any case. */
  readonly teardown?: string;
  /** A branch to commit the accepted patches to, on top of what is checked out; the working tree stays as it is. */
  readonly commit?: string;
  /** Asked of each proved rewrite, whether to keep it; without it all are kept. */
  readonly confirm?: (proved: Healed) => Promise<Consent>;
  readonly onProgress?: (progress: HealProgress) => void;
  /** What a person had better do before the long load. */
  readonly onAdvice?: (text: string) => void;
  /** Output of the target and of its build, as it comes. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** What healing is made of; specs put scripted ones in their place. */
export interface HealTools {
  runTrial(options: TrialOptions): Promise<Evidence>;
  /** Starts the target, waits until it listens, lets it be used, stops it. */
  withTarget(options: TrialOptions, use: (target: { readonly baseUrl: string }) => Promise<void>): Promise<void>;
  scan(options: ScanOptions): ScanResult;
  planFixes(options: PlanOptions): FixPlan;
  writeEdits(root: string, edits: readonly FileEdit[]): void;
  unifiedDiff(edits: readonly FileEdit[]): string;
}
