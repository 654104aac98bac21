import { lastWords } from '@watertight/evidence';

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly heapMegabytes: number;
}

export const isOutOfMemory = (output: string): boolean => /JavaScript heap out of memory/.test(output);

/** Says for a trainee why the process of an exercise is gone. */
export function whyItEnded({ code, signal, output, heapMegabytes }: End): string {
  if (isOutOfMemory(output)) {
    return `it ran out of memory: its heap may have ${heapMegabytes} MB, and the leak has filled them`;
  }
  if (/EMFILE/.test(output)) return 'it ran out of file descriptors: each that was opened is still open';
  if (signal) return `it was ended by ${signal}${lastWords(output)}`;
  return `it ended with status ${code}${lastWords(output)}`;
}
