import { printable } from '../text/printable.ts';

/** Text that Markdown shows as it is. */
export function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>|~&]/g, (character) => `\\${character}`);
}

/** Code in a line; a longer fence than any run of backticks inside. */
export function code(text: string): string {
  const shown = printable(text);
  const fence = fenceFor(shown, 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

export function codeBlock(text: string, language = ''): string {
  const shown = printable(text, { lines: true }).replace(/\n$/, '');
  const fence = fenceFor(shown, 3);
  return `${fence}${language}\n${shown}\n${fence}`;
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

// A bar ends a cell even within code.
function inCell(cell: string): string {
  return cell.replace(/(?<!\\)\|/g, '\\|').replaceAll('\n', '<br>');
}

function fenceFor(text: string, atLeast: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(atLeast, longest + 1));
}
