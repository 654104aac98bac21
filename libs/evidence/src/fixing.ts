import { z } from 'zod';
import { findingSchema, scanSchema } from './findings.ts';

export const neededDependencySchema = z.object({
  name: z.string(),
  version: z.string(),
  packageJson: z.string().nullable().describe('the `package.json` that should list it; null where there is none'),
});

export const fixSchema = z.object({
  schemaVersion: z.literal(1),
  diff: z.string().describe('a unified diff that `git apply` takes'),
  fixed: z.array(findingSchema).describe('findings that the diff mends'),
  left: z.array(z.object({ finding: findingSchema, why: z.string() })),
  dependencies: z.array(neededDependencySchema).describe('packages that the rewritten source imports'),
  assumptions: z.array(z.string()).describe('what a person must confirm, such as the cap of a cache'),
  notAnalysed: scanSchema.shape.notAnalysed,
  written: z.boolean().describe('whether the diff was applied to the source'),
});
/** What `fix --reporter json` prints. */
export type FixResult = z.infer<typeof fixSchema>;
