import { z } from 'zod';

const bytes = z.number().nonnegative();

export const momentSchema = z.object({
  atMs: z.number().nonnegative().describe('milliseconds since the watch began'),
  uptimeMs: z.number().nonnegative().describe('since the process began'),
  heapUsedBytes: bytes.describe('garbage included: nothing is collected for it'),
  heapTotalBytes: bytes,
  heapLimitBytes: bytes,
  rssBytes: bytes,
  externalBytes: bytes,
  descriptors: z.int().describe('open descriptors; -1 where unknown'),
  requests: z.int().nonnegative().describe('HTTP requests since the watch began'),
  requestsPerSecond: z.number().nonnegative(),
  loopDelayMs: z
    .number()
    .nonnegative()
    .describe('by how much the event loop came late, at worst, since the last moment'),
  collections: z
    .object({
      full: z.int().nonnegative(),
      young: z.int().nonnegative(),
      pauseMs: z.number().nonnegative(),
      longestPauseMs: z.number().nonnegative(),
      heapAfterFullBytes: bytes.nullable().describe('what was in use right after the last full one, if there was one'),
    })
    .describe('since the last moment'),
});
/** A process at one moment of a watch. */
export type Moment = z.infer<typeof momentSchema>;

export const watchedSchema = z.object({
  command: z.string(),
  pid: z.int().positive(),
  node: z.string(),
  durationMs: z.number().nonnegative(),
  requests: z.int().nonnegative(),
  heapAfterFull: z
    .object({ firstBytes: bytes, lastBytes: bytes, collections: z.int().positive() })
    .nullable()
    .describe('what was in use after the first full collection and after the last; null where there was none'),
  lines: z
    .array(
      z.object({
        file: z.string(),
        line: z.int().nonnegative(),
        function: z.string(),
        isExact: z.boolean().describe('whether the line is known, or only that the function begins there'),
        bytes,
      }),
    )
    .describe('what was allocated since the watch began and had not been collected at its end, by sampling'),
});
/** What a watch has seen, without a verdict. */
export type Watched = z.infer<typeof watchedSchema>;
