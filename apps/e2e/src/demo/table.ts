import { basename } from 'node:path';
import type { Healed, HealResult, Leak } from '@watertight/evidence';
import type { HealOutcome } from './heal-cause.ts';

const columns = [
  ['cause', 21],
  ['before', 8],
  ['per request', 14],
  ['insertion', 14],
  ['rule', 21],
  ['after', 22],
] as const;

/** The head of the table. */
export function header(): string {
  const names = columns.map(([name, width]) => name.padEnd(width)).join(' ');
  return `${names.trimEnd()}\n${columns.map(([, width]) => '─'.repeat(width)).join(' ')}`;
}

/** One cause as a line of the table. */
export function row(cause: string, outcome: HealOutcome): string {
  if (outcome.kind === 'failed') return cells([cause, 'error', '', outcome.message.split('\n')[0] ?? '', '', '']);
  const { result } = outcome;
  const healed = result.healed.find(({ accepted }) => accepted) ?? result.healed[0];
  const leak = healed?.leak ?? result.remaining[0] ?? result.before.leaks[0];
  return cells([
    cause,
    result.before.verdict,
    leak ? growth(leak) : '',
    leak ? placeOf(leak) : '',
    healed?.rule ?? '',
    healed ? afterOf(healed, result) : (result.remaining[0]?.why ?? ''),
  ]);
}

function growth(leak: Leak): string {
  if (leak.signal === 'descriptors') return `${leak.objectsPerRequest} fd`;
  if (leak.signal === 'watched-objects') return 'keeps the last';
  return `${Math.round(leak.retainedBytesPerRequest)} B, ${Math.round(leak.objectsPerRequest)} obj`;
}

// Where the insertion lies in a dependency, the line of own code that leads there says more.
function placeOf({ insertion }: Leak): string {
  const place = insertion?.caller ?? insertion;
  return place ? `…/${basename(place.file)}:${place.line}` : '(not found)';
}

function afterOf({ accepted, after, responses, why }: Healed, { after: trial }: HealResult): string {
  if (!accepted) return `not accepted: ${why}`;
  const same = responses.different === 0 ? 'same responses' : `${responses.different} responses differ`;
  return `${trial?.verdict ?? after.verdict}, ${same}`;
}

function cells(texts: readonly string[]): string {
  return texts
    .map((text, i) => text.padEnd(columns[i]![1]))
    .join(' ')
    .trimEnd();
}
