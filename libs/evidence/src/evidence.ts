import { z } from 'zod';
import { findingSchema } from './findings.ts';

/** What a trial concludes. "Not enough evidence" is an answer. */
export const verdictSchema = z.enum(['leaking', 'stable', 'inconclusive']);
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * One quantity that a trial follows. `survivors` counts objects of a round that are still alive in later rounds;
 * `listeners` and `timers` (those that repeat) are followed where one in many requests adds one.
 */
export const signalNameSchema = z.enum([
  'heap-after-gc',
  'survivors',
  'external',
  'descriptors',
  'watched-objects',
  'listeners',
  'timers',
]);
export type SignalName = z.infer<typeof signalNameSchema>;

export const signalSchema = z.object({
  name: signalNameSchema,
  verdict: verdictSchema,
  slopePerRequest: z.number().describe('growth per request, in `unit`'),
  interval: z.tuple([z.number(), z.number()]).describe('95 % interval of the slope'),
  unit: z.enum(['bytes', 'objects', 'descriptors', 'listeners', 'timers']),
  smallestDetectable: z.number().describe('the smallest slope that this trial would have called leaking'),
  reason: z.string().optional().describe('why the verdict is what it is, where the numbers alone do not say it'),
});
/** A signal with its own verdict and error. */
export type Signal = z.infer<typeof signalSchema>;

export const positionSchema = z.object({
  file: z.string().describe("relative to the target's root, in the author's source"),
  line: z.int().positive(),
  column: z.int().positive().optional(),
  function: z.string().optional(),
});
/** A place in the author's source (source maps applied); line and column count from 1. */
export type Position = z.infer<typeof positionSchema>;

export const insertionSchema = positionSchema.extend({
  share: z.number().min(0).max(1).describe('part of the tapped insertions that came from here'),
  caller: positionSchema
    .optional()
    .describe("the nearest line of the target's own code, where the insertion itself lies in a dependency"),
  callers: z
    .array(positionSchema)
    .optional()
    .describe('the calls that lead to the insertion, the nearest first, without those of the runtime'),
});
/** The statement that puts leaked objects into the sink. */
export type Insertion = z.infer<typeof insertionSchema>;

export const sinkSchema = z.object({
  kind: z.string().describe('constructor of the sink (Map, Array, Object, …), or `field`, `variable`, `descriptor`'),
  name: z
    .string()
    .describe(
      "variable and field names by which the program reaches it, such as `audit.entries`; listeners as `config.on('change')`, or `config.on(…)` where each has an event of its own",
    ),
  file: z.string().optional(),
  line: z.int().positive().optional(),
});
/** The long-lived object in which leaked objects pile up. */
export type Sink = z.infer<typeof sinkSchema>;

export const packageSchema = z.object({ name: z.string(), version: z.string() });
export type PackageVersion = z.infer<typeof packageSchema>;

export const pathOriginSchema = z.object({
  kind: z.enum(['own', 'dependency', 'runtime', 'unknown']),
  package: packageSchema.optional().describe('of a dependency, where its `package.json` tells'),
});
/** Whose code one step of a retaining path belongs to. */
export type PathOrigin = z.infer<typeof pathOriginSchema>;

export const allocationSiteSchema = positionSchema.extend({
  precision: z
    .enum(['line', 'function'])
    .describe('whether this is the very line or the head of the function around it'),
  bytesPerRequest: z
    .number()
    .describe('what it allocated for each request and was still alive, estimated from samples'),
});
/** Where objects were allocated that stayed alive. */
export type AllocationSite = z.infer<typeof allocationSiteSchema>;

export const leakSchema = z.object({
  signature: z.string().describe('stable over runs and unrelated edits: groups the same leak'),
  cause: z.string().nullable().describe('id of the cause in the catalog that explains it'),
  signal: signalNameSchema.describe('the signal that shows it best'),
  retainedBytesPerRequest: z.number(),
  measuredTogetherBytesPerRequest: z
    .number()
    .optional()
    .describe(
      'where several leaks grow one heap: what was measured for all of them; `retainedBytesPerRequest` is then the part that two heap snapshots give to this one',
    ),
  objectsPerRequest: z.number(),
  sink: sinkSchema.nullable(),
  insertion: insertionSchema.nullable(),
  constructor: z.string().nullable().describe('class of the objects that pile up'),
  retainingPath: z.array(z.string()).describe('references from a GC root to a leaked object'),
  retainingPathOrigins: z
    .array(pathOriginSchema)
    .optional()
    .describe('whose each step of `retainingPath` is, in the same order'),
  cyclic: z.boolean().optional().describe('whether the objects that pile up refer back to the owner of the sink'),
  allocationSites: z
    .array(allocationSiteSchema)
    .describe('what was allocated on the way to the insertion and stayed, the largest first'),
  finding: findingSchema
    .omit({ flow: true })
    .optional()
    .describe('what the source says of that place, where a scan of its file finds it'),
  package: packageSchema.nullable().describe('the dependency that the sink belongs to'),
  change: z.enum(['new', 'worse', 'known']).optional().describe('what it is against the baseline, where there is one'),
  routes: z.array(z.string()),
});
/** The record of one leak: the same object from verdict to proof. */
export type Leak = z.infer<typeof leakSchema>;

export const sampleSchema = z.object({
  requests: z.int().nonnegative().describe('requests served since warm-up ended'),
  heapUsedBytes: z.number(),
  heapUsedBeforeGcBytes: z.number().optional().describe('the same, before the collection'),
  externalBytes: z.number(),
  rssBytes: z.number(),
  descriptors: z.int().describe('open, or closed by nobody but the collector; -1 where the system does not tell'),
});
/** The target's memory after one round, quiet and collected. */
export type Sample = z.infer<typeof sampleSchema>;

/** The `load` of a trial that sent nothing and watched. */
export const trafficName = 'the traffic that comes in';

export const trialSchema = z.object({
  rounds: z.int().nonnegative(),
  requestsPerRound: z.int().positive(),
  warmUpRequests: z.int().nonnegative(),
  node: z.string(),
  command: z.string(),
  routes: z.array(z.string()),
  load: z
    .string()
    .optional()
    .describe('who sent the requests where it was not Watertight; rounds then had as many as came'),
  attachedTo: z.string().optional().describe('the process id or inspector URL, where the target ran already'),
  durationMs: z.number(),
  statuses: z.record(z.string(), z.int()).describe('responses by status code, over all rounds'),
  series: z.array(sampleSchema),
  survivors: z
    .array(z.object({ requests: z.int(), objectsByAge: z.array(z.number()) }))
    .describe('for each tracked round: objects allocated in it and still alive, one round later, two rounds later, …'),
});
export type TrialRecord = z.infer<typeof trialSchema>;

/** One call in the tree of what was allocated and stayed alive. */
export interface AllocationCall {
  readonly function: string;
  /** Absent of the root, which is all calls. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** Kept alive per request by what this call and the calls below it allocated, estimated from samples. */
  readonly bytesPerRequest: number;
  readonly children: readonly AllocationCall[];
}

// A type that contains itself cannot be inferred across packages.
export const allocationCallSchema: z.ZodType<AllocationCall> = z.object({
  function: z.string(),
  file: z.string().optional().describe("relative to the target's root, in the author's source"),
  line: z.int().positive().optional(),
  bytesPerRequest: z
    .number()
    .describe('kept alive by what this call and the calls below it allocated, estimated from samples'),
  children: z.array(z.lazy(() => allocationCallSchema)),
});

/** The signals that have a size, and so can have a budget in bytes. */
export const budgetedSignalSchema = z.enum(['heap-after-gc', 'external']);
export type BudgetedSignal = z.infer<typeof budgetedSignalSchema>;

export const budgetResultSchema = z.object({
  route: z.string().nullable().describe('null: all routes, or all that have no budget of their own'),
  signal: budgetedSignalSchema,
  limits: z.enum(['growth-per-request', 'size-after-collection']),
  budgetBytes: z.number(),
  measuredBytes: z.number(),
  isUpperBound: z
    .boolean()
    .optional()
    .describe('whether it was measured with other routes beside it, so that it is this much at most'),
  verdict: z.enum(['within', 'over', 'inconclusive']),
});
/** One budget, and what was measured of it. */
export type BudgetResult = z.infer<typeof budgetResultSchema>;

export const baselineSchema = z.object({
  verdict: z.enum(['no-worse', 'worse', 'inconclusive']),
  reason: z.string().describe('the comparison in one clause'),
  gone: z.array(leakSchema).describe('leaks of the baseline that are no more'),
});
/** A trial against an earlier one: only what is new, or grows more than before, is worse. */
export type BaselineComparison = z.infer<typeof baselineSchema>;

export const evidenceSchema = z.object({
  schemaVersion: z.literal(1),
  verdict: verdictSchema,
  reason: z.string().describe('the verdict in one clause'),
  signals: z.array(signalSchema),
  leaks: z.array(leakSchema),
  unseen: z.array(z.string()).optional().describe('what this trial could not look at, and why'),
  allocations: allocationCallSchema
    .optional()
    .describe(
      'what was allocated in one more block of load and was alive after it, by calls from the outermost inwards',
    ),
  budgets: z.array(budgetResultSchema).optional().describe('each budget that was set, and whether it is kept'),
  baseline: baselineSchema.optional().describe('how it compares with an earlier trial'),
  trial: trialSchema,
});
/** All that a trial found out; what `check --reporter json` prints. */
export type Evidence = z.infer<typeof evidenceSchema>;
