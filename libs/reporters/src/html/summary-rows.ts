import type { HealResult, Leak, ResponseComparison } from '@watertight/evidence';
import { quantity } from '../text/describe.ts';
import { healVerdict } from '../text/heal-summary.ts';
import { bytes } from '../text/units.ts';
import { code } from './facts.ts';
import { markup, type Part } from './markup.ts';
import { memorySparkline } from './memory.ts';
import { twoSides } from './sides.ts';
import { badge, verdictBadge } from './verdict.ts';

export const summaryColumns = ['cause', 'before', 'per request', 'measured', 'insertion, rule', 'after'] as const;

/** One row for each leak that was healed or remains; one row for a target that showed none. */
export function summaryRows(link: Part, result: HealResult): Part[][] {
  const before = verdictBadge(result.before.verdict);
  const memory = memorySparkline(twoSides(result.before, result.after));
  const rows = leakRows(result);
  if (rows.length === 0) return [[link, before, '', memory, '', verdictBadge(healVerdict(result))]];
  return rows.map(({ leak, rule, after }) => [
    link,
    before,
    growthOf(leak, result),
    memory,
    [placeOf(leak), rule !== null && markup`<br><span class="note">${rule}</span>`],
    after,
  ]);
}

interface LeakRow {
  readonly leak: Leak;
  readonly rule: Part;
  readonly after: Part;
}

// A leak that remains may have had a rewrite that was not accepted: it is one leak all the same.
function leakRows({ healed, remaining }: HealResult): LeakRow[] {
  const refusedRule = ({ signature }: Leak): Part => {
    const refused = healed.find((attempt) => attempt.signature === signature && !attempt.accepted);
    return refused ? ['not accepted: ', code(refused.rule)] : null;
  };
  return [
    ...healed
      .filter(({ accepted }) => accepted)
      .map(({ leak, rule, after, responses }) => ({
        leak,
        rule: ['rewritten by ', code(rule)],
        after: [verdictBadge(after.verdict), agreementOf(responses)],
      })),
    ...remaining.map((leak) => ({
      leak,
      rule: refusedRule(leak),
      after: badge('leaking', 'remains'),
    })),
  ];
}

function agreementOf({ compared, different }: ResponseComparison): Part {
  if (compared === 0) return null;
  const text =
    different === 0 ? 'same responses' : different === 1 ? '1 response differs' : `${different} responses differ`;
  return markup`<br><span class="note">${text}</span>`;
}

function growthOf(leak: Leak, { healed }: HealResult): string {
  const outcome = healed.find(({ signature }) => signature === leak.signature)?.before;
  if (leak.signal === 'watched-objects') return 'no growth';
  const together = leak.measuredTogetherBytesPerRequest;
  if (together !== undefined) return `about ${bytes(leak.retainedBytesPerRequest)} of ${bytes(together)}`;
  if (outcome) return quantity(outcome.slopePerRequest, outcome.unit);
  return bytes(leak.retainedBytesPerRequest);
}

// Where the insertion lies in a dependency, the line of own code that leads there says more.
function placeOf({ insertion }: Leak): Part {
  const place = insertion?.caller ?? insertion;
  if (!place) return 'not found';
  return markup`<code title="${place.file}:${place.line}">${lastSegments(place.file)}:${place.line}</code>`;
}

function lastSegments(file: string): string {
  const segments = file.split('/');
  return segments.length > 2 ? `…/${segments.slice(-2).join('/')}` : file;
}
