import type { HeapReport, Report } from './report.ts';

/** A result as the JSON of its published schema. */
export function json(report: Report | HeapReport): string {
  return `${JSON.stringify(report.result, null, 2)}\n`;
}
