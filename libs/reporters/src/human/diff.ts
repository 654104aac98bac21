import { printable } from '../text/printable.ts';
import type { Paint } from '../text/paint.ts';

/** A unified diff in the colours of git. */
export function humanDiff(diff: string, paint: Paint): string[] {
  const lines = printable(diff, { lines: true }).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => colorOf(line, paint)(line));
}

function colorOf(line: string, paint: Paint): (text: string) => string {
  if (/^(---|\+\+\+|diff |index )/.test(line)) return paint.bold;
  if (line.startsWith('@@')) return paint.cyan;
  if (line.startsWith('+')) return paint.green;
  if (line.startsWith('-')) return paint.red;
  return (text) => text;
}
