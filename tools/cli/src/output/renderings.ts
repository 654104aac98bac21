import {
  dot,
  github,
  html,
  human,
  json,
  jsonl,
  junit,
  markdown,
  sarif,
  svg,
  type HeapReport,
  type Report,
  type ReportContext,
  type TextStyle,
} from '@watertight/reporters';
import type { ReporterName } from '../options/reporter.ts';

export type Renderings = { readonly [Name in ReporterName]?: (style?: TextStyle) => string };

/** All that a result can be shown as. */
export function renderingsOf(report: Report | HeapReport, context: ReportContext): Renderings {
  const asText: Renderings = { human: (style) => human(report, style), json: () => json(report) };
  if (isOfSource(report)) {
    return {
      ...asText,
      jsonl: () => jsonl(report),
      markdown: () => markdown(report),
      html: () => html(report),
      junit: () => junit(report, context),
      sarif: () => sarif(report, context),
      github: () => github(report, context),
    };
  }
  switch (report.kind) {
    case 'heap-dominators':
      return { ...asText, html: () => html(report) };
    case 'heap-retainers':
      return { ...asText, svg: () => svg(report), dot: () => dot(report) };
    default:
      return asText;
  }
}

/** Whether a result says what to do about a program's source, unlike one that answers a question about heaps. */
export function isOfSource(report: Report | HeapReport): report is Report {
  return !report.kind.startsWith('heap-');
}
