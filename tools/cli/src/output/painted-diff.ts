import type { TextStyle } from '@watertight/reporters';

/** A unified diff with what goes in red and what comes in green, where there are colours. */
export function paintedDiff(diff: string, { color }: TextStyle): string {
  if (!color) return diff;
  return diff
    .split('\n')
    .map((line) => {
      const code = /^(?:---|\+\+\+)/.test(line) ? 1 : line.startsWith('+') ? 32 : line.startsWith('-') ? 31 : 0;
      return code === 0 ? line : `\u001b[${code}m${line}\u001b[0m`;
    })
    .join('\n');
}
