import type { Finding, FixResult, ScanResult } from '@watertight/evidence';
import { duration, plural } from '../text/units.ts';
import { code, codeBlock, escaped, table } from './text.ts';

// A comment of more is not read, and GitHub does not take it.
const mostRows = 150;

/** Findings as a table. */
export function markdownScan({ findings, notAnalysed, stats }: ScanResult): string[] {
  return [
    `# Watertight: ${plural(findings.length, 'finding')}`,
    ...(findings.length > 0
      ? [
          table(
            ['place', 'rule', 'confidence', 'fix', 'message'],
            findings
              .slice(0, mostRows)
              .map((finding) => [
                code(placeOf(finding)),
                escaped(finding.rule),
                finding.confidence,
                finding.fix,
                escaped(finding.message),
              ]),
          ),
        ]
      : []),
    ...(findings.length > mostRows ? [`and ${plural(findings.length - mostRows, 'more finding')}`] : []),
    ...list('Not analysed', notAnalysedItems(notAnalysed)),
    `${plural(stats.files, 'file')} in ${duration(stats.durationMs)}`,
  ];
}

/** A diff, with what a person must see to and what is left. */
export function markdownFix(fix: FixResult): string[] {
  const verb = fix.written ? 'fixed' : 'can be fixed';
  return [
    `# Watertight: ${plural(fix.fixed.length, 'finding')} ${verb}, ${fix.left.length} left`,
    ...(fix.diff === '' ? [] : [codeBlock(fix.diff, 'diff')]),
    ...needs(fix.dependencies),
    ...list('Please confirm', fix.assumptions.map(escaped)),
    ...list(
      'Left',
      fix.left.map(({ finding, why }) => `${code(placeOf(finding))} ${escaped(finding.rule)}: ${escaped(why)}`),
    ),
    ...list('Not analysed', notAnalysedItems(fix.notAnalysed)),
  ];
}

export function needs(dependencies: readonly { name: string; version: string }[]): string[] {
  return list(
    'Needs',
    dependencies.map(({ name, version }) => code(`${name}@${version}`)),
  );
}

export function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`**${title}**`, items.map((item) => `- ${item}`).join('\n')];
}

function notAnalysedItems(notAnalysed: ScanResult['notAnalysed']): string[] {
  return notAnalysed.map(({ file, reason }) => `${code(file)}: ${escaped(reason)}`);
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line}:${column}`;
}
