import type { ErrorCode } from '@watertight/evidence';

/** An error as the reporter tells it that was meant for stdout; empty where people read it, who find it on stderr. */
export function errorOnStdout(
  argv: readonly string[],
  error: { readonly code: ErrorCode; readonly message: string },
): string {
  const { code, message } = error;
  switch (reporterIn(argv)) {
    case 'json':
      return `${JSON.stringify({ schemaVersion: 1, error: { code, message } }, null, 2)}\n`;
    case 'jsonl':
      return `${JSON.stringify({ schemaVersion: 1, command: argv[0], type: 'error', record: { code, message } })}\n`;
    case 'github':
      return `::error title=watertight%3A ${code}::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}\n`;
    default:
      return '';
  }
}

// Read from the words themselves: the error may be that they cannot be parsed.
function reporterIn(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const names = words.flatMap((word, index) => {
    if (word.startsWith('--reporter=')) return [word.slice('--reporter='.length)];
    return word === '--reporter' ? [words[index + 1] ?? ''] : [];
  });
  return names.find((name) => !name.includes('='));
}
