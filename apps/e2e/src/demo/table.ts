import { basename, dirname } from 'node:path';
import type { Healed, HealResult, Leak } from '@watertight/evidence';
import type { HealOutcome } from './heal-cause.ts';
import { plain, type Paint } from './paint.ts';

// Eighty columns are what every terminal has.
const columns = [
  ['leak', 32],
  ['per request', 14],
  ['before', 7],
  ['after', 22],
] as const;

/** The head of the table. */
export function header(paint: Paint = plain): string {
  const names = columns.map(([name]) => cell(name));
  const rules = columns.map(([, width]) => cell('─'.repeat(width)));
  return `${paint('bold', line(names, plain))}\n${paint('dim', line(rules, plain))}`;
}

/** One cause as a line of the table. */
export function row(cause: string, outcome: HealOutcome, paint: Paint = plain): string {
  if (outcome.kind === 'failed') return line([cell(cause), cell(''), cell('error', 'red'), cell('')], paint);
  const { result } = outcome;
  const { verdict } = result.before;
  const healed = attemptIn(result);
  const leak = healed?.leak ?? result.remaining[0] ?? result.before.leaks[0];
  return line(
    [
      cell(placeOf(cause, leak)),
      cell(leak ? growthOf(leak) : ''),
      cell(verdict, verdictColors[verdict]),
      cell(healed ? afterOf(healed, result) : 'remains', isProved(result) ? 'green' : 'red'),
    ],
    paint,
  );
}

/** Whether the leak was rewritten and nothing leaks any more. */
export function isProved({ healed, remaining }: HealResult): boolean {
  return healed.some(({ accepted }) => accepted) && remaining.length === 0;
}

/** What keeps a cause from being proved; null where it is. */
export function obstacleIn(outcome: HealOutcome): string | null {
  if (outcome.kind === 'failed') return outcome.message;
  const { result } = outcome;
  if (isProved(result)) return null;
  return result.remaining[0]?.why ?? attemptIn(result)?.why ?? result.before.reason;
}

function attemptIn({ healed }: HealResult): Healed | undefined {
  return healed.find(({ accepted }) => accepted) ?? healed[0];
}

// All samples are called leaky.ts: the folder tells them apart. Where the insertion lies in a dependency, the line of own code
// that leads there says more.
function placeOf(cause: string, leak: Leak | undefined): string {
  const place = leak?.insertion?.caller ?? leak?.insertion;
  if (!place) return `${cause}, no line`;
  const folder = basename(dirname(place.file));
  return folder === cause ? `${cause}/${basename(place.file)}:${place.line}` : `${cause}, ${place.file}:${place.line}`;
}

function growthOf(leak: Leak): string {
  if (leak.signal === 'descriptors') return `${leak.objectsPerRequest} fd`;
  if (leak.signal === 'watched-objects') return 'keeps the last';
  return `${Math.round(leak.retainedBytesPerRequest)} B, ${Math.round(leak.objectsPerRequest)} obj`;
}

function afterOf({ accepted, after, responses }: Healed, { after: trial }: HealResult): string {
  if (!accepted) return 'rewrite not accepted';
  const same = responses.different === 0 ? 'same responses' : `${responses.different} responses differ`;
  return `${trial?.verdict ?? after.verdict}, ${same}`;
}

type Color = Parameters<Paint>[0];

interface Cell {
  readonly text: string;
  readonly color?: Color;
}

const verdictColors = { leaking: 'red', stable: 'green', inconclusive: 'yellow' } as const;

function cell(text: string, color?: Color): Cell {
  return { text, ...(color && { color }) };
}

// A colour takes no room, so that padding comes before it.
function line(cells: readonly Cell[], paint: Paint): string {
  const last = cells.findLastIndex(({ text }) => text !== '');
  return cells
    .slice(0, last + 1)
    .map(({ text, color }, place) => {
      const padded = place === last ? text : text.padEnd(columns[place]![1]);
      return color ? paint(color, padded) : padded;
    })
    .join(' ');
}
