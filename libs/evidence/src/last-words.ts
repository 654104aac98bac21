const keptLines = 8;

/**
 * The telling end of what a process printed, to be put behind an error message.
 *
 * @example
 * lastWords('listening\nError: no database\n'); // '; it last printed:\n  listening\n  Error: no database'
 */
export function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !isNoise(line));
  if (lines.length === 0) return '';
  return `; it last printed:\n${lines
    .slice(-keptLines)
    .map((line) => `  ${line}`)
    .join('\n')}`;
}

// The runtime's own frames, of JavaScript and of the engine, push the message out of sight.
const isNoise = (line: string) =>
  /^\s+at .*\bnode:/.test(line) ||
  /^Node\.js v\d/.test(line) ||
  /^\s*\^+\s*$/.test(line) ||
  /^\s*\d+: 0x[\da-f]+ /.test(line) ||
  /^-{3,} (?:Native|JavaScript) stack trace -{3,}$/.test(line) ||
  /^<--- .* --->$/.test(line) ||
  /\[\d+:0x[\da-f]+\]\s+\d+ ms: /.test(line) ||
  /^Wrote snapshot to /.test(line);
