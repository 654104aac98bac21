const keptLines = 8;

/** The end of the target's output, to be put behind an error message. */
export function lastWords(output: string): string {
  const lines = output.trim().split('\n').slice(-keptLines);
  return lines.join('') === '' ? '' : `; it last printed:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
