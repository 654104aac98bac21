import { dirname } from 'node:path';
import { sampleFile } from '@watertight/catalog';
import { scan } from '@watertight/codemods';
import type { Finding } from '@watertight/evidence';

/** What each rule says of the leaky half of its cause, by the cause's id. */
export function ruleFindings(): ReadonlyMap<string, Finding> {
  const causes = dirname(dirname(sampleFile('unbounded-cache', 'leaky')));
  const { findings } = scan({ path: causes });
  return new Map(findings.filter(({ file }) => file.endsWith('/leaky.ts')).map((finding) => [finding.cause, finding]));
}
