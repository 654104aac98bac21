import type { ScanResult } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { duration, plural } from '../text/units.ts';
import { countFiles, findingBlocks, notAnalysedLines, tally } from './findings.ts';
import { joinBlocks } from './layout.ts';

/** Findings by file, then how many, how sure, and how they can be fixed. */
export function humanScan({ findings, notAnalysed, stats }: ScanResult, style: TextStyle): string {
  const listed = findings.map((finding) => ({ finding, note: finding.message }));
  const searched = `${plural(stats.files, 'file')} in ${duration(stats.durationMs)}`;
  if (findings.length === 0) return joinBlocks([notAnalysedLines(notAnalysed), [`no findings; ${searched}`]]);

  const confidences = tally(
    ['high', 'medium', 'low'],
    findings.map(({ confidence }) => confidence),
  );
  const tiers = tally(
    ['automatic', 'suggested', 'manual'],
    findings.map(({ fix }) => fix),
    (tier) => ways[tier],
  );
  return joinBlocks([
    ...findingBlocks(listed, style),
    notAnalysedLines(notAnalysed),
    [
      `${plural(findings.length, 'finding')} in ${countFiles(findings)} (${confidences}); ${searched}`,
      `to fix: ${tiers}`,
    ],
  ]);
}

const ways = {
  automatic: 'by `watertight fix`',
  suggested: 'by `watertight fix --unsafe`',
  manual: 'by hand',
} as const;
