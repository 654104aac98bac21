import type { ScoreRow } from '../protocol.ts';

/** The score board as CSV (RFC 4180), safe to be opened by a spreadsheet. */
export function scoreCsv(rows: readonly ScoreRow[]): string {
  const head = ['name', 'points', 'lines found', 'fixes chosen', 'proofs', 'works on'];
  const lines = rows.map((row) => [row.name, row.points, row.found, row.fixed, row.proved, row.now]);
  return [head, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  // What begins like a formula would be run as one.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
