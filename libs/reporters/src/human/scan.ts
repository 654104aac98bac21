import type { ScanResult } from '@watertight/evidence';
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
      scan.findings.map((finding) => ({ finding, note: finding.message })),
      style,
    ),
    notAnalysedLines(scan.notAnalysed, style),
    [heading(`${found}; ${searched}`), ...(fixes === '' ? [] : [heading(`to fix: ${fixes}`)])],
  ]);
}
