import type { Finding, ScanResult } from '@watertight/evidence';
import { scanSummary } from '../text/scan-summary.ts';
import { code, list } from './facts.ts';
import { heading, type Level } from './heading.ts';
import { markup, type Part } from './markup.ts';
import { prose } from './prose.ts';
import { verdictBanner } from './verdict.ts';

/** Findings below the files that they are in. */
export function htmlScan(scan: ScanResult): Part {
  const { found, searched, fixes } = scanSummary(scan);
  return [
    verdictBanner(scan.findings.length > 0 ? 'leaking' : 'stable', markup`<em>${found}</em>`, [
      ...(fixes === '' ? [] : [['to fix: ', prose(fixes)]]),
      searched,
    ]),
    findingSections(
      scan.findings.map((finding) => ({ finding, note: finding.message })),
      2,
    ),
    notAnalysedList(scan.notAnalysed),
  ];
}

/** One finding, and what is said below it. */
export interface ListedFinding {
  readonly finding: Finding;
  readonly note: string;
}

export function findingSections(listed: readonly ListedFinding[], level: Level): Part {
  const files = [...new Set(listed.map(({ finding }) => finding.file))];
  return files.map((file) => [
    heading(level, code(file)),
    markup`<ul class="findings">${listed.filter(({ finding }) => finding.file === file).map(findingItem)}</ul>`,
  ]);
}

export function notAnalysedList(notAnalysed: ScanResult['notAnalysed']): Part {
  return list(
    'not analysed',
    notAnalysed.map(({ file, reason }) => [code(file), ': ', prose(reason)]),
  );
}

function findingItem({ finding, note }: ListedFinding): Part {
  const { line, column, rule, confidence, fix, flow } = finding;
  return markup`<li><code class="at">${line}:${column}</code><div><p>${prose(note)}</p>
<p class="tags"><span>${rule}</span> <span class="confidence ${confidence}">${confidence} confidence</span> <span>fix ${fix}</span></p>${flowOf(flow)}</div></li>`;
}

/** The way of a value to what keeps it, folded away. */
function flowOf(flow: Finding['flow'] = []): Part {
  if (flow.length < 2) return null;
  return markup`<details><summary>how it comes there</summary><ol class="flow">${flow.map(
    ({ file, line, text }) => markup`<li><code>${file}:${line}</code> ${text}</li>`,
  )}</ol></details>`;
}
