import {
  dot,
  html,
  human,
  json,
  markdown,
  svg,
  type HeapReport,
  type Report,
  type TextStyle,
} from '@watertight/reporters';
import type { ReporterName } from '../options/reporter.ts';

export type Renderings = { readonly [Name in ReporterName]?: (style?: TextStyle) => string };

/** All that a result can be shown as. */
export function renderingsOf(report: Report | HeapReport): Renderings {
  const asText: Renderings = { human: (style) => human(report, style), json: () => json(report) };
  switch (report.kind) {
    case 'check':
    case 'scan':
    case 'fix':
    case 'heal':
      return { ...asText, markdown: () => markdown(report), html: () => html(report) };
    case 'heap-dominators':
      return { ...asText, html: () => html(report) };
    case 'heap-retainers':
      return { ...asText, svg: () => svg(report), dot: () => dot(report) };
    default:
      return asText;
  }
}
