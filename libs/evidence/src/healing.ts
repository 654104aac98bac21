import { z } from 'zod';
import { evidenceSchema, leakSchema, verdictSchema } from './evidence.ts';

export const healOutcomeSchema = z.object({
  verdict: verdictSchema,
  slopePerRequest: z.number(),
  interval: z.tuple([z.number(), z.number()]),
  unit: z.enum(['bytes', 'objects', 'descriptors', 'listeners', 'timers']),
});
/** One side of a proof. */
export type HealOutcome = z.infer<typeof healOutcomeSchema>;

export const responseComparisonSchema = z.object({
  compared: z.int(),
  different: z.int(),
  examples: z.array(z.string()).describe('the first differences, each in one line'),
  volatile: z.array(z.string()).describe('parts left out because two runs of the same code differ there'),
});
export type ResponseComparison = z.infer<typeof responseComparisonSchema>;

export const healedSchema = z.object({
  signature: z.string(),
  cause: z.string(),
  rule: z.string(),
  accepted: z.boolean(),
  why: z.string().describe('the reason, where it was not accepted; else what the proof shows'),
  file: z.string(),
  patch: z.string().describe('a unified diff that `git apply` takes'),
  leak: leakSchema,
  before: healOutcomeSchema,
  after: healOutcomeSchema,
  responses: responseComparisonSchema,
  tests: z.string().optional().describe('the command whose tests passed on the rewritten copy'),
  assumptions: z.array(z.string()).describe('what a person must confirm, such as the cap of a cache'),
  dependencies: z.array(z.object({ name: z.string(), version: z.string() })),
});
/** One leak, its rewrite, and the proof by the same trial. */
export type Healed = z.infer<typeof healedSchema>;

export const healSchema = z.object({
  schemaVersion: z.literal(1),
  healed: z.array(healedSchema),
  remaining: z.array(leakSchema.extend({ why: z.string() })),
  before: evidenceSchema,
  after: evidenceSchema.nullable().describe('the last accepted trial'),
  written: z.boolean().describe('whether the accepted patches were applied to the source'),
  committed: z
    .object({ branch: z.string(), commits: z.array(z.string()).describe('one for each accepted patch, oldest first') })
    .optional()
    .describe('where the accepted patches were committed'),
});
/** What `heal --reporter json` prints. */
export type HealResult = z.infer<typeof healSchema>;
