import type { HealResult, Leak, Verdict } from '@watertight/evidence';
import { quantity } from '../text/describe.ts';
import { healSummary, healVerdict } from '../text/heal-summary.ts';
import { bytes, plural } from '../text/units.ts';
import { code } from './facts.ts';
import { heading } from './heading.ts';
import { healSections } from './heal.ts';
import { markup, type Part } from './markup.ts';
import { memorySparkline, twoSides } from './memory.ts';
import { table } from './table.ts';
import { badge, verdictBadge, verdictBanner } from './verdict.ts';

export interface HealedCause {
  readonly cause: string;
  readonly result: HealResult;
}

/** Many healings: a table to compare them, then each in full. */
export function summaryBody(results: readonly HealedCause[]): Part {
  const verdicts = results.map(({ result }) => healVerdict(result));
  const healed = results.filter(({ result }) => isHealed(result)).length;
  const sentence = `${healed} of ${plural(results.length, 'cause')} healed: the line found, the source rewritten, memory flat under the same load`;
  if (results.length === 0)
    return verdictBanner('inconclusive', markup`<em>nothing was healed: there are no results</em>`);
  return [
    verdictBanner(worst(verdicts), markup`<em>${sentence}</em>`),
    table(
      ['cause', 'before', 'growth per request', 'memory', 'insertion', 'rule', 'after'],
      results.flatMap(({ cause, result }, index) => rowsOf(cause, result, anchorOf(cause, index))),
    ),
    results.map(({ cause, result }, index) => {
      const id = anchorOf(cause, index);
      return markup`<section class="cause">${heading(2, [cause, ' ', verdictBadge(healVerdict(result))], id)}
<p class="lead">${healSummary(result).text}</p>
${healSections(result, 3, id)}
<p class="up"><a href="#top">↑ all causes</a></p></section>`;
    }),
  ];
}

function isHealed(result: HealResult): boolean {
  return result.healed.some(({ accepted }) => accepted) && healVerdict(result) === 'stable';
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return (['leaking', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'stable';
}

// The place in the list keeps two causes of the same name apart.
function anchorOf(cause: string, index: number): string {
  return `${cause.replace(/[^\w-]+/g, '-')}-${index + 1}`;
}

function rowsOf(cause: string, result: HealResult, anchor: string): Part[][] {
  const link = markup`<a href="#${anchor}">${cause}</a>`;
  const before = verdictBadge(result.before.verdict);
  const memory = memorySparkline(twoSides(result.before, result.after));
  const leaks = leaksOf(result);
  if (leaks.length === 0) return [[link, before, '', memory, '', '', verdictBadge(healVerdict(result))]];
  return leaks.map(({ leak, rule, after }) => [
    link,
    before,
    growthOf(leak, result),
    memory,
    placeOf(leak),
    rule && code(rule),
    after,
  ]);
}

interface LeakRow {
  readonly leak: Leak;
  readonly rule: string | null;
  readonly after: Part;
}

// A leak that remains may have had a rewrite that was not accepted: it is one leak all the same.
function leaksOf({ healed, remaining }: HealResult): LeakRow[] {
  const refuted = (signature: string) => healed.find((attempt) => attempt.signature === signature && !attempt.accepted);
  return [
    ...healed
      .filter(({ accepted }) => accepted)
      .map(({ leak, rule, after, responses }) => ({
        leak,
        rule,
        after: [verdictBadge(after.verdict), responses.compared > 0 && ' same responses'],
      })),
    ...remaining.map((leak) => ({
      leak,
      rule: refuted(leak.signature)?.rule ?? null,
      after: badge('leaking', 'remains'),
    })),
  ];
}

function growthOf(leak: Leak, { healed }: HealResult): string {
  const outcome = healed.find(({ signature }) => signature === leak.signature)?.before;
  if (leak.signal === 'watched-objects') return 'kept, does not grow';
  if (outcome) return quantity(outcome.slopePerRequest, outcome.unit);
  return bytes(leak.retainedBytesPerRequest);
}

function placeOf({ insertion }: Leak): Part {
  const place = insertion?.caller ?? insertion;
  return place ? code(`${place.file}:${place.line}`) : 'not found';
}
