import { z } from 'zod';

export const fixTierSchema = z.enum(['automatic', 'suggested', 'manual']);
/** `automatic` surely keeps behaviour; `suggested` waits for a person; `manual` can only be explained. */
export type FixTier = z.infer<typeof fixTierSchema>;

export const explanationSchema = z.object({
  grows: z.string().describe('what grows or is not given back'),
  owner: z.string().describe('who holds it, and for how long'),
  key: z.string().describe('where what is kept comes from'),
  unbounded: z.string().describe('why nothing bounds it'),
  remedy: z.string().describe('what to do'),
});
/** Why a finding is one, in five sentences. */
export type Explanation = z.infer<typeof explanationSchema>;
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
  scope: z.string().optional().describe('the functions and classes around it, outermost first, and what it is about'),
  explanation: explanationSchema.optional(),
  flow: z.array(flowStepSchema).optional().describe('from the value of a request by way of the insertion to its owner'),
});
/** One place in source that shows a cause. */
export type Finding = z.infer<typeof findingSchema>;

export const scanSchema = z.object({
  schemaVersion: z.literal(1),
  findings: z.array(findingSchema),
  notAnalysed: z.array(z.object({ file: z.string(), reason: z.string() })),
  skipped: z
    .array(z.object({ reason: z.string(), files: z.int(), examples: z.array(z.string()) }))
    .optional()
    .describe('sources that nobody writes by hand, by reason'),
  comments: z
    .array(z.object({ file: z.string(), line: z.int().positive(), problem: z.string() }))
    .optional()
    .describe('comments that ignore nothing, or give no reason'),
  suppressed: z.int().optional().describe('findings that the suppressions file leaves out'),
  staleSuppressions: z.int().optional().describe('findings that the suppressions file expects and that are no more'),
  stats: z.object({
    files: z.int(),
    durationMs: z.number(),
    readMs: z.number().optional().describe('to find, read and parse the sources'),
    cached: z.boolean().optional().describe('whether nothing had changed since an earlier scan'),
    rules: z
      .array(z.object({ rule: z.string(), files: z.int(), findings: z.int(), durationMs: z.number() }))
      .optional()
      .describe(
        'by rule: the files whose text let it in, what it found, and its time; the first pays for the analysis',
      ),
  }),
});
/** What `scan --reporter json` prints. */
export type ScanResult = z.infer<typeof scanSchema>;
