import { relative } from 'node:path';
import type { Frame } from '@watertight/agent';

/** The line of the program's own that a stack leads to: `src/app.ts:12:3`. */
export function placeOf(frames: readonly Frame[]): string {
  const frame = frames.find(({ file }) => !/[\\/]node_modules[\\/]/.test(file)) ?? frames[0];
  return frame ? `${relative(process.cwd(), frame.file)}:${frame.line}:${frame.column}` : 'an unknown line';
}
