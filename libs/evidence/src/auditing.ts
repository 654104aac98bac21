import { z } from 'zod';

export const auditFindingSchema = z.object({
  package: z.string(),
  version: z.string(),
  line: z.int().positive().describe('of the lock file, where the version is locked'),
  why: z.string().describe('what the package keeps, and when'),
  remedy: z.string(),
  firstGood: z.string().describe('a version known not to leak: the first one, where that is known'),
  through: z
    .array(z.string())
    .describe(
      'the shortest way from a direct dependency to the package, as `name@version`; empty where nothing leads there',
    ),
  isForDevelopment: z.boolean().describe('whether only development needs it'),
  references: z.array(z.string()).describe('where the leak and its mending are documented'),
  fingerprint: z.string().describe('stable over unrelated changes of the lock file'),
});
/** One package that is locked at a version known to leak. */
export type AuditFinding = z.infer<typeof auditFindingSchema>;

export const auditSchema = z.object({
  schemaVersion: z.literal(1),
  lockFile: z.string().describe('relative to the folder that was asked about'),
  format: z.enum(['npm', 'yarn-classic', 'yarn-berry', 'pnpm']),
  findings: z.array(auditFindingSchema),
  stats: z.object({
    packages: z.int().nonnegative().describe('versions of packages in the lock file'),
    knownLeaks: z.int().nonnegative().describe('leaks of packages that they were checked against'),
  }),
});
/** What `audit --reporter json` prints. */
export type AuditResult = z.infer<typeof auditSchema>;
