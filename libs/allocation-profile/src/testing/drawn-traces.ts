import type { AllocationFrame, AllocationTrace } from '../traces.ts';

/** A frame drawn as `src/app.ts:12 handle`; `~12` is known by its function only. */
export function drawFrame(text: string): AllocationFrame {
  const [, file, tilde, line, name] = /^(.*):(~?)(\d+) (.*)$/.exec(text)!;
  return { file: file!, line: Number(line), column: 1, function: name!, precision: tilde ? 'function' : 'line' };
}

/** A trace drawn as frames, innermost first. */
export function drawTrace(bytes: number, count: number, ...frames: readonly string[]): AllocationTrace {
  return { bytes, count, frames: frames.map(drawFrame) };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Traces over a few files, functions and lines, so that groups meet; recursion included. */
export function randomTraces(random: () => number): AllocationTrace[] {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const frame = () =>
    `${pick(['src/a.ts', 'src/b.ts', '/x/node_modules/@s/p/i.js', 'node:fs'])}:${pick(['', '~'])}${pick([1, 2, 3])} ${pick(['f', 'g', ''])}`;
  return Array.from({ length: Math.floor(random() * 30) }, () =>
    drawTrace(
      Math.floor(random() * 1000),
      Math.ceil(random() * 9),
      ...Array.from({ length: 1 + Math.floor(random() * 5) }, frame),
    ),
  );
}
