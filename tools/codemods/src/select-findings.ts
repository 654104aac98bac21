import { dirname } from 'node:path';
import { statSync } from 'node:fs';
import type { ScanResult } from '@watertight/evidence';
import type { Selection } from './api.ts';
import { existingPath } from './project/source-files.ts';
import { suppress } from './suppressions.ts';

/** A result without the findings that a selection leaves out. */
export function selectFindings(result: ScanResult, root: string, { changed, suppressions }: Selection): ScanResult {
  const isShown = ({ file }: { readonly file: string }) => changed?.has(file) ?? true;
  const shown = (findings: ScanResult['findings']) => findings.filter(isShown);
  const comments = result.comments?.filter(isShown);
  const whole = { ...result, ...(comments && { comments }) };
  if (!suppressions) return { ...whole, findings: shown(result.findings) };
  const { kept, suppressed, stale } = suppress(result.findings, root, suppressions);
  return {
    ...whole,
    findings: shown([...kept]),
    suppressed: suppressed.filter(isShown).length,
    staleSuppressions: stale.reduce((sum, { count }) => sum + count, 0),
  };
}

/**
 * The folder that findings name their files relative to.
 *
 * @throws {CodedError} `PATH_NOT_FOUND`
 */
export function rootOf(path: string): string {
  const absolute = existingPath(path);
  return statSync(absolute).isFile() ? dirname(absolute) : absolute;
}
