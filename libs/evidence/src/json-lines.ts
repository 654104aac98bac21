import { z } from 'zod';
import { auditFindingSchema, auditSchema } from './auditing.ts';
import { budgetResultSchema, evidenceSchema, leakSchema, signalSchema, trialSchema } from './evidence.ts';
import { findingSchema, scanSchema } from './findings.ts';
import { fixSchema, neededDependencySchema } from './fixing.ts';
import { healedSchema, healSchema } from './healing.ts';
import { momentSchema, watchedSchema } from './watching.ts';

const line = <const Type extends string, Record extends z.ZodType>(type: Type, record: Record) =>
  z.object({
    schemaVersion: z.literal(1),
    command: z.enum(['check', 'scan', 'fix', 'heal', 'audit', 'watch']),
    type: z.literal(type),
    record,
  });

export const jsonLineSchema = z.discriminatedUnion('type', [
  line('verdict', evidenceSchema.pick({ verdict: true, reason: true })),
  line('signal', signalSchema),
  line('leak', leakSchema),
  line('budget', budgetResultSchema),
  line('trial', trialSchema),
  line('finding', findingSchema),
  line('not-analysed', scanSchema.shape.notAnalysed.element),
  line('scan-stats', scanSchema.shape.stats),
  line('patch', fixSchema.pick({ diff: true, written: true })),
  line('fixed', findingSchema),
  line('left', fixSchema.shape.left.element),
  line('dependency', neededDependencySchema),
  line('assumption', z.string()),
  line('healed', healedSchema),
  line('remaining', healSchema.shape.remaining.element),
  line('locked-version', auditFindingSchema),
  line('error', z.object({ code: z.string(), message: z.string() })),
  line('moment', momentSchema),
  line('watched', watchedSchema),
  line('audit-stats', auditSchema.omit({ findings: true, schemaVersion: true })),
]);
/** One line of `--reporter jsonl`: what it is, and the record itself. */
export type JsonLine = z.infer<typeof jsonLineSchema>;
