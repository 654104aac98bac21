import type { Finding, ScanResult } from '@watertight/evidence';
import { duration, plural } from './units.ts';

/** How many findings there are, how sure they are, and how they can be fixed. */
export interface ScanSummary {
  readonly found: string;
  readonly searched: string;
  /** Empty where there is nothing to fix. */
  readonly fixes: string;
}

export function scanSummary({ findings, stats }: ScanResult): ScanSummary {
  const searched = `${plural(stats.files, 'file')} in ${duration(stats.durationMs)}`;
  if (findings.length === 0) return { found: 'no findings', searched, fixes: '' };

  const confidences = tally(
    ['high', 'medium', 'low'],
    findings.map(({ confidence }) => confidence),
  );
  const fixes = tally(
    ['automatic', 'suggested', 'manual'],
    findings.map(({ fix }) => fix),
    (tier) => ways[tier],
  );
  return {
    found: `${plural(findings.length, 'finding')} in ${countFiles(findings)} (${confidences})`,
    searched,
    fixes,
  };
}

export function countFiles(findings: readonly Finding[]): string {
  return plural(new Set(findings.map(({ file }) => file)).size, 'file');
}

/** `2 high, 1 low`: how many there are of each, in the order given; none is left out. */
function tally<Key extends string>(keys: readonly Key[], found: readonly Key[], say = (key: Key) => key as string) {
  return keys
    .map((key) => ({ key, count: found.filter((other) => other === key).length }))
    .filter(({ count }) => count > 0)
    .map(({ key, count }) => `${count} ${say(key)}`)
    .join(', ');
}

const ways = {
  automatic: 'by `watertight fix`',
  suggested: 'by `watertight fix --unsafe`',
  manual: 'by hand',
} as const;
