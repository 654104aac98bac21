import { page } from './html/page.ts';
import { htmlSummaryBody, type HealedCause } from './html/summary.ts';

/**
 * Many healings on one page: a table over all of them, then each with its memory before and after, its rewrite and its proof.
 *
 * @example
 * await writeFile('demo.html', htmlSummary([{ cause: 'unbounded-cache', result }]));
 */
export function htmlSummary(results: readonly HealedCause[]): string {
  return page({ title: 'Watertight: causes healed', subject: 'heal, cause by cause', body: htmlSummaryBody(results) });
}
