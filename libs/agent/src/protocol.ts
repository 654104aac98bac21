/** The environment variable that carries the path of the trial's Unix socket to the agent. */
export const channelVariable = 'WATERTIGHT_CHANNEL';

/** Memory of the target at one moment, quiet and collected. */
export interface MemorySample {
  readonly heapUsedBytes: number;
  /** The same, before the collection. */
  readonly heapUsedBeforeGcBytes?: number;
  readonly externalBytes: number;
  readonly rssBytes: number;
  /** Open, or closed by nobody but the collector; -1 where unknown. */
  readonly descriptors: number;
}

/** A call frame in the code that runs: generated positions, unless the runtime itself knew the source map. */
export interface Frame {
  /** A path, or a `node:` name for the runtime's own code. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
  /** Whether a source map has already been applied. */
  readonly mapped: boolean;
}

/** Equal insertions, counted; frames start at the statement that inserts, the runtime's own frames left out. */
export interface TappedStack {
  readonly count: number;
  readonly frames: readonly Frame[];
}

/** An object to tap, by its id in heap snapshots. */
export interface TapTarget {
  readonly heapObjectId: number;
  /** Own properties whose assignment counts as an insertion. */
  readonly fields: readonly string[];
  /** Of an emitter: the only events, by their names in heap snapshots, for which a listener counts; all, where it is not given. */
  readonly events?: readonly string[] | undefined;
}

export interface TapReport {
  readonly heapObjectId: number;
  /** `missing` where the object is gone or is no JavaScript value. */
  readonly state: 'tapped' | 'missing';
  /** Entries that the object holds now, where it can be told. */
  readonly size: number | null;
  /** How many entries it says that it holds, where it is no collection. */
  readonly count: number | null;
  /** How many entries it says that it holds at most. */
  readonly cap: number | null;
  readonly stacks: readonly TappedStack[];
}

/** An operating-system resource that was opened while recording and is still open. */
export interface OpenResource {
  readonly type: string;
  readonly count: number;
  readonly frames: readonly Frame[];
}

/** What the program has asked to be called for, again and again, and not yet taken back. */
export interface Registrations {
  readonly listeners: number;
  readonly intervals: number;
}

/** A timer that is set: how often it fires, and whether the runtime itself set it. */
export interface TimerPeriods {
  readonly repeatMs: readonly number[];
  readonly timeoutMs: readonly number[];
}

/** What a server has answered, as its own runtime tells. */
export interface ServedRequests {
  readonly requests: number;
  /** Answers that were sent to their end. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** What the collector did between two looks at a process. */
export interface LiveCollections {
  /** Of the whole heap. */
  readonly full: number;
  /** Of the youngest objects alone. */
  readonly young: number;
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** What was in use right after the last full one; null where there was none. */
  readonly heapAfterFullBytes: number | null;
}

/** A process at one moment, with nothing collected for it. */
export interface LiveMoment {
  readonly uptimeMs: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly heapLimitBytes: number;
  readonly rssBytes: number;
  readonly externalBytes: number;
  /** Open descriptors; -1 where unknown. */
  readonly descriptors: number;
  /** HTTP requests that came since this was first asked. */
  readonly requests: number;
  /** Since this was last asked. */
  readonly collections: LiveCollections;
  /** By how much the event loop came late, at worst, since this was last asked. */
  readonly loopDelayMs: number;
}

/** A route as its framework knows it, such as `GET /users/:id`; no path where that cannot be told. */
export interface RegisteredRoute {
  readonly method: string;
  readonly path: string | null;
}

/** A function in V8's tree of calls that allocated; line and column count from 0. */
export interface AllocationNode {
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly selfSize: number;
  readonly id: number;
  readonly children: readonly AllocationNode[];
}

/** V8's sampling heap profile. */
export interface AllocationProfile {
  readonly head: AllocationNode;
  readonly samples: readonly { readonly size: number; readonly nodeId: number }[];
}

/** A server that listens in a process that was found running. */
export interface FoundServer {
  readonly host: string;
  readonly port: number;
  /** Where it is a Unix socket. */
  readonly socketPath?: string;
  readonly secure: boolean;
  /** Whether it answers HTTP requests. */
  readonly isHttp: boolean;
}

/** A process that was found running, as it tells of itself. */
export interface FoundProcess {
  readonly pid: number;
  readonly node: string;
  readonly cwd: string;
  /** The command line that started it. */
  readonly command: readonly string[];
  readonly servers: readonly FoundServer[];
  readonly isClusterPrimary: boolean;
  readonly isClusterWorker: boolean;
  readonly memory: MemoryLimits;
}

/** What a process uses and may use, in bytes. */
export interface MemoryLimits {
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
  readonly rssBytes: number;
  /** What the machine, and the control group of the process, still have for it. */
  readonly availableBytes: number;
  /** Whether it is the control group that sets this limit. */
  readonly limitedByCgroup: boolean;
}

/** What the trial may ask of the agent, with the shape of each question and answer. */
export interface Operations {
  sample: { ask: { settleMs: number }; answer: MemorySample };
  /** Of a process that was found running: who it is, and where it listens. */
  found: { ask: object; answer: FoundProcess };
  limits: { ask: object; answer: MemoryLimits };
  /** What was served since this was first asked. */
  served: { ask: object; answer: ServedRequests };
  'watch-start': { ask: object; answer: null };
  'watch-stop': { ask: object; answer: { requests: number; alive: number } };
  'track-start': { ask: object; answer: null };
  /** Ends a block of work; answers for every block so far how many of its objects are alive. */
  'track-mark': { ask: { settleMs: number }; answer: { alive: number[] } };
  'track-stop': { ask: object; answer: null };
  snapshot: { ask: { file: string }; answer: null };
  timers: { ask: object; answer: TimerPeriods };
  /** Listeners of what was alive at the first count only. */
  registrations: { ask: { settleMs: number; first: boolean }; answer: Registrations };
  /** Taps what it finds within the time; finding one object walks the whole heap. */
  tap: { ask: { targets: readonly TapTarget[]; withinMs: number }; answer: TapReport[] };
  /** Whether the engine may compile: faster, and no memory can be measured meanwhile. */
  compile: { ask: { allowed: boolean }; answer: null };
  /** From now on insertions are counted without noting who makes them, which costs far more. */
  'tap-count': { ask: object; answer: null };
  'tap-report': { ask: object; answer: TapReport[] };
  routes: { ask: object; answer: RegisteredRoute[] };
  untap: { ask: object; answer: null };
  'resources-start': { ask: object; answer: null };
  'resources-stop': { ask: object; answer: OpenResource[] };
  /** Collects what lies about first, unless it is to leave the process to its work. */
  'allocations-start': { ask: { intervalBytes: number; undisturbed?: boolean }; answer: null };
  /** What was allocated since the start and is still alive; sampling goes on, and nothing is collected for it. */
  'allocations-look': { ask: object; answer: AllocationProfile };
  'allocations-stop': { ask: { settleMs: number }; answer: AllocationProfile };
  live: { ask: object; answer: LiveMoment };
}
export type Operation = keyof Operations;

/** From the trial to the agent. */
export type Question = {
  [Op in Operation]: { readonly id: number; readonly op: Op; readonly ask: Operations[Op]['ask'] };
}[Operation];

/** From the agent to the trial. */
export type Message =
  | {
      readonly type: 'hello';
      readonly pid: number;
      readonly parentPid: number;
      readonly node: string;
      readonly entry: string | null;
      /** 0 in the main thread of a process. */
      readonly threadId: number;
      /** Whether it serves on behalf of a primary, which owns the port. */
      readonly isClusterWorker: boolean;
    }
  | {
      readonly type: 'listening';
      readonly host: string;
      readonly port: number;
      readonly requestedPort: number;
      readonly secure: boolean;
      readonly socketPath?: string;
    }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string };
