import type { Leak, SignalName } from './evidence.ts';

/** The parts of a leak that name it; everything else may differ from run to run. */
export type SignedParts = Pick<Leak, 'signal' | 'sink' | 'insertion' | 'constructor' | 'package'>;

/**
 * Names a leak so that two runs, or two commits, agree on it: 16 hexadecimal digits from what piles up, where it piles up
 * and which function puts it there. Lines, columns, numbers and versions are left out because unrelated edits move them;
 * the cause is left out because it follows from the rest, and a growing catalog would rename old leaks.
 *
 * @example
 * leakSignature(leak) === leakSignature({ ...leak, insertion: { ...insertion, line: insertion.line + 3 } }); // true
 */
export function leakSignature(leak: SignedParts): string {
  const parts = [
    memoryOf[leak.signal],
    leak.sink?.kind,
    leak.sink?.name,
    leak.insertion && withForwardSlashes(leak.insertion.file),
    leak.insertion?.function,
    leak.constructor,
    leak.package?.name,
  ];
  return fnv1a64(JSON.stringify(parts.map((part) => part ?? null)));
}

// The same leak may show best as bytes in one run and as survivors in the next: both are the JavaScript heap.
const memoryOf = {
  'heap-after-gc': 'heap',
  survivors: 'heap',
  external: 'external',
  descriptors: 'descriptors',
  'watched-objects': 'watched',
  listeners: 'heap',
  timers: 'heap',
} as const satisfies Record<SignalName, string>;

function withForwardSlashes(file: string): string {
  return file.replaceAll('\\', '/');
}

/**
 * A short name for a text, as 16 hexadecimal digits: FNV-1a over UTF-8, 64 bits. It keeps nothing secret.
 *
 * See http://www.isthe.com/chongo/tech/comp/fnv/#FNV-1a
 *
 * @example
 * fnv1a64('node dist/server.js').length; // 16
 */
export function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
