import { z } from 'zod';

export const fixTierSchema = z.enum(['automatic', 'suggested', 'manual']);
/** `automatic` surely keeps behaviour; `suggested` waits for a person; `manual` can only be explained. */
export type FixTier = z.infer<typeof fixTierSchema>;

export const flowStepSchema = z.object({
  role: z
    .enum(['source', 'step', 'insertion', 'owner'])
    .describe('where the value comes from, what it passes, where it is put, who keeps it'),
  file: z.string().describe('relative to the scanned root'),
  line: z.int().positive(),
  column: z.int().positive(),
  text: z.string().describe('what happens there, in one clause'),
});
/** One place on the way of a value from a request to its long-lived owner. */
export type FlowStep = z.infer<typeof flowStepSchema>;

export const findingSchema = z.object({
  rule: z.string(),
  cause: z.string(),
  file: z.string().describe('relative to the scanned root'),
  line: z.int().positive(),
  column: z.int().positive(),
  message: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
  fix: fixTierSchema,
  fingerprint: z.string().describe('stable over unrelated edits'),
  sink: z
    .object({ name: z.string(), line: z.int().positive() })
    .optional()
    .describe('the long-lived variable or field, and where it is declared'),
  flow: z.array(flowStepSchema).optional().describe('from the value of a request by way of the insertion to its owner'),
});
/** One place in source that shows a cause. */
export type Finding = z.infer<typeof findingSchema>;

export const scanSchema = z.object({
  schemaVersion: z.literal(1),
  findings: z.array(findingSchema),
  notAnalysed: z.array(z.object({ file: z.string(), reason: z.string() })),
  stats: z.object({ files: z.int(), durationMs: z.number() }),
});
/** What `scan --reporter json` prints. */
export type ScanResult = z.infer<typeof scanSchema>;
