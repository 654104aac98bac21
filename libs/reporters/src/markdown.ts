import { fnv1a64, type TrialRecord } from '@watertight/evidence';
import { markdownAudit } from './markdown/audit.ts';
import { markdownEvidence } from './markdown/evidence.ts';
import { markdownFix, markdownScan } from './markdown/findings.ts';
import { markdownHeal } from './markdown/heal.ts';
import type { Report } from './report.ts';

export interface MarkdownOptions {
  /** GitHub takes 65,536 characters in a comment; what is longer loses whole sections at its end. */
  readonly mostCharacters?: number;
}

/**
 * A result as Markdown, for a pull request or a build summary. It begins with a comment that nobody sees and that names what was
 * looked at: a job finds its earlier comment by it, and updates that one.
 *
 * @example
 * markdown({ kind: 'scan', result }).split('\n')[0]; // '<!-- watertight:scan -->'
 */
export function markdown(report: Report, { mostCharacters = 60_000 }: MarkdownOptions = {}): string {
  return `${fitting([markerOf(report), ...sectionsOf(report)], mostCharacters).join('\n\n')}\n`;
}

function markerOf(report: Report): string {
  return `<!-- ${['watertight', report.kind, ...subjectOf(report)].join(':')} -->`;
}

// Two servers of one repository have a comment each.
function subjectOf(report: Report): string[] {
  switch (report.kind) {
    case 'check':
      return [nameOfTrial(report.result.trial)];
    case 'heal':
      return [nameOfTrial(report.result.before.trial)];
    default:
      return [];
  }
}

function nameOfTrial({ command, routes }: TrialRecord): string {
  return fnv1a64([command, ...routes].join('\n'));
}

const leftOut = '_More was found; this is cut where a comment ends. The `html` and `json` reports hold all of it._';

/** As many sections as there is room for; the first two, which say the verdict, always. */
function fitting(sections: readonly string[], mostCharacters: number): string[] {
  const kept: string[] = [];
  let room = mostCharacters - leftOut.length;
  for (const section of sections) {
    room -= section.length + 2;
    if (room < 0 && kept.length >= 2) return [...kept, leftOut];
    kept.push(section);
  }
  return kept;
}

function sectionsOf(report: Report): string[] {
  switch (report.kind) {
    case 'check':
      return markdownEvidence(report.result);
    case 'scan':
      return markdownScan(report.result);
    case 'fix':
      return markdownFix(report.result);
    case 'heal':
      return markdownHeal(report.result);
    case 'audit':
      return markdownAudit(report.result);
  }
}
