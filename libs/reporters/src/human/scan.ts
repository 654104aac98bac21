import type { ScanResult } from '@watertight/evidence';
import { scanSummary } from '../text/scan-summary.ts';
import type { TextStyle } from '../report.ts';
import { findingBlocks, notAnalysedLines } from './findings.ts';
import { joinBlocks } from './layout.ts';

/** Findings by file, then how many, how sure, and how they can be fixed. */
export function humanScan(scan: ScanResult, style: TextStyle): string {
  const { found, searched, fixes } = scanSummary(scan);
  return joinBlocks([
    ...findingBlocks(
      scan.findings.map((finding) => ({ finding, note: finding.message })),
      style,
    ),
    notAnalysedLines(scan.notAnalysed),
    [`${found}; ${searched}`, ...(fixes === '' ? [] : [`to fix: ${fixes}`])],
  ]);
}
