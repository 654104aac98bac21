import type { Finding, ScanResult } from '@watertight/evidence';
import { scanSummary } from '../text/scan-summary.ts';
import type { TextStyle } from '../report.ts';
import { findingBlocks, notAnalysedLines } from './findings.ts';
import { joinBlocks, layoutFor } from './layout.ts';

/** Findings by file, then how many, how sure, and how they can be fixed. */
export function humanScan(scan: ScanResult, style: TextStyle): string {
  const { found, searched, fixes } = scanSummary(scan);
  const { heading } = layoutFor(style);
  return joinBlocks([
    ...findingBlocks(
      scan.findings.map((finding) => ({
        finding,
        note: finding.message,
        ...(style.isVerbose && { details: explanationOf(finding) }),
      })),
      style,
    ),
    notAnalysedLines(scan.notAnalysed, style),
    [heading(`${found}; ${searched}`), ...(fixes === '' ? [] : [heading(`to fix: ${fixes}`)])],
  ]);
}

function explanationOf({ explanation }: Finding): readonly string[] {
  if (!explanation) return [];
  const { grows, owner, key, unbounded, remedy } = explanation;
  return [`grows: ${grows}`, `held by: ${owner}`, `key: ${key}`, `unbounded: ${unbounded}`, `remedy: ${remedy}`];
}
