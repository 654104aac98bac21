import type { CauseId, Difficulty } from '@watertight/catalog';
import type { Evidence } from '@watertight/evidence';

/** The two processes of an exercise: the code that the trainee mends, and its repaired twin. */
export type Slot = 'yours' | 'twin';

/** What one process looked like at one moment. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly requestsPerSecond: number;
  /** The median of the requests since the point before; null where none was sent. */
  readonly latencyMs: number | null;
  /** What a full collection left; null where there was none since the point before. */
  readonly heapAfterCollectionBytes: number | null;
  readonly heapTotalBytes: number;
  readonly rssBytes: number;
  readonly externalBytes: number;
  readonly descriptors: number;
  /** On emitters that outlive a request. */
  readonly listeners: number;
  /** The longest pause for a collection that nobody asked for since the point before. */
  readonly pauseMs: number;
}

export type Mark = 'load' | 'collected' | 'snapshot' | 'applied' | 'crashed' | 'restarted' | 'trial';

/** Something that happened on the time axis. */
export interface TimelineEvent {
  readonly atMs: number;
  readonly mark: Mark;
  readonly text: string;
}

export type ProgramState =
  | { readonly kind: 'stopped' | 'starting' | 'running' }
  | { readonly kind: 'crashed'; readonly why: string; readonly restarts: boolean };

export interface LoadState {
  readonly running: boolean;
  readonly requestsPerSecond: number;
  readonly connections: number;
}

export type JobKind = 'look' | 'apply' | 'prove';

/** A run of the `watertight` command for this exercise. */
export interface JobState {
  readonly kind: JobKind;
  readonly message: string;
  /** 0 to 1; null while it waits for others. */
  readonly fraction: number | null;
}

/** Points by what they were given for. */
export interface Score {
  readonly find: number;
  readonly fix: number;
  readonly proof: number;
}

export interface FixChoice {
  readonly id: string;
  readonly title: string;
  readonly code: string;
}

/** What was answered to a choice of a fix. */
export interface FixAnswer {
  readonly id: string;
  readonly correct: boolean;
  readonly why: string;
  /** What the trial of a wrong one shows. */
  readonly shows: string | null;
}

/** How far a trainee is in one exercise. */
export interface ExerciseProgress {
  readonly hints: readonly string[];
  readonly hintsLeft: number;
  /** Lines that were tried in vain. */
  readonly wrongLines: readonly number[];
  /** The line that inserts, once it was found or given up. */
  readonly foundLine: number | null;
  readonly gaveUp: boolean;
  readonly fixAnswers: readonly FixAnswer[];
  readonly score: Score;
}

/** The code that the trainee's process runs now. */
export interface CodeState {
  readonly text: string;
  readonly origin: 'leaky' | 'codemod' | 'choice';
}

/** What a trial says of one quantity. */
export interface ProofSignal {
  readonly name: string;
  readonly verdict: Evidence['verdict'];
  readonly slopePerRequest: number;
  /** The 95 % interval of the slope. */
  readonly interval: readonly [number, number];
  readonly unit: string;
  /** Why, where the number alone does not say it. */
  readonly why: string | null;
}

export interface Proof {
  readonly verdict: Evidence['verdict'];
  readonly reason: string;
  readonly signals: readonly ProofSignal[];
}

export interface ExerciseState {
  readonly causeId: CauseId;
  readonly leakyCode: string;
  readonly code: CodeState;
  /** Absent where there are no questions about the fix yet. */
  readonly choices: readonly FixChoice[];
  readonly story: string;
  readonly programs: Readonly<Record<Slot, ProgramState>>;
  readonly load: LoadState;
  readonly events: readonly TimelineEvent[];
  readonly job: JobState | null;
  /** Why the last job came to nothing. */
  readonly failure: string | null;
  readonly before: Proof | null;
  readonly after: Proof | null;
  /** Counts up whenever there is new evidence to fetch. */
  readonly evidenceVersion: number;
  /** What the codemod cannot do by itself, or asks a person to confirm. */
  readonly notes: readonly string[];
  readonly progress: ExerciseProgress;
}

export type Role = 'solo' | 'participant' | 'instructor';

export interface InstanceState {
  readonly name: string;
  readonly role: Role;
  readonly exercise: ExerciseState | null;
  readonly scores: Readonly<Partial<Record<CauseId, Score>>>;
}

/** What is sent down the stream of events, one JSON object a line. */
export type ServerEvent =
  | { readonly kind: 'state'; readonly state: InstanceState }
  | { readonly kind: 'points'; readonly slot: Slot; readonly points: readonly Point[]; readonly isHistory: boolean }
  | { readonly kind: 'alive' };

export interface CatalogEntry {
  readonly id: CauseId;
  readonly title: string;
  readonly category: string;
  readonly mechanism: string;
  readonly difficulty: Difficulty;
  /** Its place in the first hour, from 1. */
  readonly step: number | null;
  /** Why no trial on one machine shows it; null where one does. */
  readonly unseen: string | null;
  readonly mendedByHand: boolean;
}

/** One line of the table of what was allocated between two snapshots. */
export interface AllocationLine {
  readonly name: string;
  readonly bytes: number;
  readonly bytesGained: number;
  readonly count: number;
  readonly countGained: number;
  readonly exact: boolean;
}

export interface AllocationTable {
  readonly takenAtMs: number;
  /** When the snapshot was taken that this one is compared with; null of the first. */
  readonly comparedWithMs: number | null;
  readonly lines: readonly AllocationLine[];
}

export interface EvidenceView {
  readonly before: Evidence | null;
  readonly after: Evidence | null;
  readonly allocations: AllocationTable | null;
}

export interface ScoreRow {
  readonly name: string;
  readonly points: number;
  readonly found: number;
  readonly fixed: number;
  readonly proved: number;
  readonly now: string;
}
