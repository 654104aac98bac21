/**
 * Breaks prose at spaces; lines after the first are indented by `hang` columns, within which the first line's label stands.
 * A word that is too long stays whole: a broken path cannot be clicked.
 *
 * @example
 * wrap('bound visitors', { width: 12, hang: 2 }); // 'bound\n  visitors'
 */
export function wrap(prose: string, { width, hang }: { readonly width: number; readonly hang: number }): string {
  const room = Math.max(width - hang, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of prose.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(hang)}`);
}

export function indent(text: string, columns: number): string {
  const margin = ' '.repeat(columns);
  return text
    .split('\n')
    .map((line) => (line === '' ? line : margin + line))
    .join('\n');
}

// Colours take no room.
function columnsOf(text: string): number {
  return text.replace(/\u001b\[\d+m/g, '').length;
}
