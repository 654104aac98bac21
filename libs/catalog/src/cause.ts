/** The kind of thing that keeps the objects: what a reader would look for first. */
export type CauseCategory = 'cycle' | 'collection' | 'resource' | 'middleware' | 'dependency' | 'listener' | 'timer';

/** What a trial must see when the cause is at work. */
export interface LoadEvidence {
  /** Constructor of the objects that pile up, or `file descriptor`. */
  readonly growing: string;
  /** What they pile up in: a constructor, `field`, or `descriptor`. */
  readonly sink: string;
  /** The telling edge names from a GC root inwards, in order; other edges may stand between them. */
  readonly retainingPath: readonly string[];
  /** The signal that shows it best. */
  readonly signal: 'heap-after-gc' | 'descriptors' | 'watched-objects';
  /** The dependency that the sink belongs to, where it is not the program's own. */
  readonly package?: string;
  /** The line that is reported only sets up what fills the sink: the insertion lies elsewhere. */
  readonly isFilledElsewhere?: boolean;
}

/** Where no trial on this machine alone can show the leak: then the specs of its rule are the proof. */
export interface NoLoadEvidence {
  readonly signal: 'none';
  /** Why not, in one sentence. */
  readonly why: string;
}

export type CauseEvidence = LoadEvidence | NoLoadEvidence;

/** The requests that make the sample leak; `{n}` in path and headers counts over all requests. */
export interface Workload {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requests: number;
  /** The request as a scenario, in a file of the cause's folder, where a route says too little: clients that go away. */
  readonly scenario?: 'scenario.json';
}

/** One reason why a process keeps objects that it no longer needs. */
export interface Cause<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  readonly category: CauseCategory;
  /** What keeps the objects, in one sentence. */
  readonly mechanism: string;
  /** The point of the guide to server leaks that it belongs to: cycles, globals, files, middleware, extensions. */
  readonly article: 1 | 2 | 3 | 4 | 5;
  readonly evidence: CauseEvidence;
  readonly workload: Workload;
  /** Who made the fixed half of the leaky one: the codemod, unless its rule can only explain. */
  readonly twin?: 'by-hand';
}

/** A cause that a trial can show. */
export type ShownByLoad<Shown extends Cause = Cause> = Shown & { readonly evidence: LoadEvidence };

/**
 * Whether a trial can show the cause.
 *
 * @example
 * causes.filter(isShownByLoad);
 */
export function isShownByLoad<Any extends Cause>(cause: Any): cause is ShownByLoad<Any> {
  return cause.evidence.signal !== 'none';
}

/**
 * Declares a cause and keeps its id as a literal type, so that tables over all causes are checked by the compiler.
 *
 * @example
 * export const unclosedFile = defineCause({
 *   id: 'unclosed-file',
 *   title: 'A file opened on every request and never closed',
 *   category: 'resource',
 *   mechanism: 'The process owns each descriptor until it is closed; the collector never closes one.',
 *   article: 3,
 *   evidence: { growing: 'file descriptor', sink: 'descriptor', retainingPath: [], signal: 'descriptors' },
 *   workload: { path: '/pages/0', requests: 2_000 },
 * });
 */
export function defineCause<const Id extends string>(cause: Cause<Id>): Cause<Id> {
  return cause;
}
