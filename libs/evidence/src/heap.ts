import { z } from 'zod';

const count = z.int().nonnegative();
const byteCount = z.number().nonnegative();
const signedBytes = z.number();
const path = z.array(z.string()).describe('references from the innermost script that holds the object, or a GC root');

export const heapPlaceSchema = z.object({
  file: z.string().nullable().describe('path or URL of the script; null where the snapshot tells its number only'),
  line: z.int().positive(),
  column: z.int().positive(),
});
/** Where V8 says that a function or a constructor stands; line and column count from 1. */
export type HeapPlace = z.infer<typeof heapPlaceSchema>;

export const heapObjectSchema = z.object({
  id: count.describe('the same in every snapshot of one process'),
  label: z.string().describe('the class; of a function its name; of a string no more than its length'),
  shallowBytes: byteCount.describe('its own bytes'),
  retainedBytes: byteCount.describe('bytes that would be freed if it went'),
  source: heapPlaceSchema.nullable(),
});
/** One object of a heap snapshot. */
export type HeapObject = z.infer<typeof heapObjectSchema>;

export const heapSummarySchema = z.object({
  schemaVersion: z.literal(1),
  file: z.string(),
  objects: count,
  references: count,
  bytes: byteCount,
  classCount: count.describe('classes in the heap; `classes` holds the first of them'),
  classes: z
    .array(
      z.object({
        className: z.string(),
        count,
        shallowBytes: byteCount,
        retainedBytes: byteCount.describe('what would be freed with all instances'),
        source: heapPlaceSchema.nullable(),
      }),
    )
    .describe('the one with the most bytes of its own first'),
  accumulations: z
    .array(heapObjectSchema.extend({ retainingPath: path }))
    .describe('the objects in which a fifth of the heap or more piles up, the largest first'),
  largest: z.array(heapObjectSchema.extend({ retainingPath: path })).describe('the one that retains the most first'),
  packages: z
    .array(z.object({ packageName: z.string(), count, shallowBytes: byteCount }))
    .describe('by the package whose code made the objects; `(program)`, `(runtime)` and `(unknown)` besides'),
});
/** What `heap summary --reporter json` prints. */
export type HeapSummary = z.infer<typeof heapSummarySchema>;

export const heapDiffSchema = z.object({
  schemaVersion: z.literal(1),
  before: z.string(),
  after: z.string(),
  addedCount: count,
  removedCount: count,
  bytesDelta: signedBytes,
  classCount: count.describe('classes that changed; `classes` holds the first of them'),
  classes: z
    .array(
      z.object({
        className: z.string(),
        addedCount: count,
        removedCount: count,
        countDelta: z.int(),
        addedBytes: byteCount,
        removedBytes: byteCount,
        bytesDelta: signedBytes,
      }),
    )
    .describe('the one that gained the most bytes first'),
});
/** What `heap diff --reporter json` prints. */
export type HeapDiff = z.infer<typeof heapDiffSchema>;

export const heapGrowthStepSchema = z.object({
  entries: count.describe('new objects of the class that piles up'),
  newObjects: count.describe('the entries and all that only they hold'),
  bytes: byteCount.describe('of the new objects, and of the tables, elements and buffers that grew'),
});

export const heapGrowthSchema = z.object({
  schemaVersion: z.literal(1),
  files: z.array(z.string()),
  verdict: z.enum(['growing', 'stable']),
  sinkCount: count.describe('sinks that grew in every step; `sinks` holds the first of them'),
  sinks: z
    .array(
      z.object({
        id: count,
        name: z.string().describe('variable and fields by which the program reaches it; empty where none does'),
        kind: z.string().describe('Map, Array, Object, …, or `field`, `variable`'),
        entryClass: z.string().nullable().describe('class of the objects that pile up'),
        newObjects: count,
        bytes: byteCount,
        steps: z.array(heapGrowthStepSchema).describe('one for each step between two snapshots'),
        retainingPath: path.describe('from the script that holds it, or a GC root, to an object that piles up'),
      }),
    )
    .describe('the one that gained the most bytes first'),
  classes: z
    .array(z.object({ className: z.string(), countDeltas: z.array(z.int()), bytesDelta: signedBytes }))
    .describe('classes that gained objects in every step'),
});
/** What `heap growth --reporter json` prints. */
export type HeapGrowth = z.infer<typeof heapGrowthSchema>;

export const heapRetainersSchema = z.object({
  schemaVersion: z.literal(1),
  file: z.string(),
  query: z.string().describe('what was looked for'),
  found: count.describe('objects that fit; `objects` holds those of them that retain the most'),
  objects: z.array(
    heapObjectSchema.extend({
      retainingPaths: z.array(path).describe('the most telling first, each by another direct retainer'),
    }),
  ),
  graph: z
    .object({
      nodes: z.array(
        z.object({
          ordinal: count,
          id: count,
          label: z.string(),
          retainedBytes: byteCount,
          depth: count.describe('references away from the object'),
          hiddenRetainerCount: count,
          isRoot: z.boolean(),
        }),
      ),
      edges: z.array(z.object({ from: count, to: count, label: z.string() })).describe('by ordinals of `nodes`'),
    })
    .nullable()
    .describe('retainers of the first object, their retainers, and so on'),
});
/** What `heap retainers --reporter json` prints. */
export type HeapRetainers = z.infer<typeof heapRetainersSchema>;

/** Objects of one class below one dominator, and what they retain. */
export interface HeapBranch {
  readonly name: string;
  readonly count: number;
  readonly id: number | null;
  readonly retainedBytes: number;
  readonly shallowBytes: number;
  readonly children: readonly HeapBranch[];
}

// A type that contains itself cannot be inferred across packages.
export const heapBranchSchema: z.ZodType<HeapBranch> = z.object({
  name: z.string(),
  count: z.int().positive().describe('objects of that name with the same dominator'),
  id: count.nullable().describe('the object, where it is one'),
  retainedBytes: byteCount,
  shallowBytes: byteCount,
  children: z.array(z.lazy(() => heapBranchSchema)),
});

export const heapDominatorsSchema = z.object({
  schemaVersion: z.literal(1),
  file: z.string(),
  minShare: z.number().describe('branches that retain a smaller part of the whole are left out'),
  root: heapBranchSchema,
});
/** What `heap dominators --reporter json` prints. */
export type HeapDominators = z.infer<typeof heapDominatorsSchema>;

export const heapStringsSchema = z.object({
  schemaVersion: z.literal(1),
  file: z.string(),
  redacted: z.boolean().describe('whether texts are cut to a few characters'),
  duplicateCount: count.describe('texts that are in memory more than once; `strings` holds the first of them'),
  wastedBytes: byteCount.describe('what would be saved by keeping one of each'),
  strings: z
    .array(
      z.object({
        text: z.string().describe('its first characters only, where redacted'),
        length: count.describe('characters that V8 wrote: 1,024 at most'),
        isCut: z.boolean().describe('whether V8 wrote only its beginning: such texts may differ behind it'),
        count,
        totalBytes: byteCount,
        wastedBytes: byteCount,
        sampleId: count.describe('one of the strings'),
        heldBy: z.string().describe('how the program reaches that one; empty where no name leads there'),
      }),
    )
    .describe('the one that wastes the most first'),
});
/** What `heap strings --reporter json` prints. */
export type HeapStrings = z.infer<typeof heapStringsSchema>;
