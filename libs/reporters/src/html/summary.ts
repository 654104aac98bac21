import type { HealResult, Verdict } from '@watertight/evidence';
import { healSummary, healVerdict } from '../text/heal-summary.ts';
import { plural } from '../text/units.ts';
import { heading } from './heading.ts';
import { healSections } from './heal.ts';
import { markup, type Part } from './markup.ts';
import { summaryColumns, summaryRows } from './summary-rows.ts';
import { table } from './table.ts';
import { verdictBadge, verdictBanner } from './verdict.ts';

export interface HealedCause {
  readonly cause: string;
  readonly result: HealResult;
}

/** Many healings: a table to compare them, then each in full. */
export function htmlSummaryBody(results: readonly HealedCause[]): Part {
  if (results.length === 0)
    return verdictBanner('inconclusive', markup`<em>nothing was healed: there are no results</em>`);
  return [
    banner(results),
    table(
      summaryColumns,
      results.flatMap(({ cause, result }, index) =>
        summaryRows(markup`<a href="#${anchorOf(cause, index)}">${cause}</a>`, result),
      ),
    ),
    results.map(({ cause, result }, index) => section(cause, result, anchorOf(cause, index))),
  ];
}

function banner(results: readonly HealedCause[]): Part {
  const open = results.filter(({ result }) => !isHealed(result));
  const sentence = `${results.length - open.length} of ${plural(results.length, 'cause')} healed: the line found, the source rewritten, memory flat under the same load`;
  return verdictBanner(worst(results), markup`<em>${sentence}</em>`, [
    open.length > 0 && `not healed: ${open.map(({ cause }) => cause).join(', ')}`,
  ]);
}

function section(cause: string, result: HealResult, anchor: string): Part {
  return markup`<section>${heading(2, [cause, ' ', verdictBadge(healVerdict(result))], anchor)}
<p class="lead">${healSummary(result).text}</p>
${healSections(result, 3, anchor)}
<p class="up"><a href="#top">↑ all causes</a></p></section>`;
}

function isHealed(result: HealResult): boolean {
  return result.healed.some(({ accepted }) => accepted) && healVerdict(result) === 'stable';
}

function worst(results: readonly HealedCause[]): Verdict {
  const verdicts = results.map(({ result }) => healVerdict(result));
  return (['leaking', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'stable';
}

// Its place in the list keeps a cause apart from another that reads alike.
function anchorOf(cause: string, index: number): string {
  return `${index + 1}-${cause.replace(/[^\w-]+/g, '-')}`;
}
