import type { AllocationFrame, Precision } from './traces.ts';

/** What allocations are added up by. */
export type GroupBy = 'line' | 'function' | 'file' | 'package' | 'stack';

/** The own code of a program, as a package. */
export const ownCode = '(own code)';
/** Node's own code, as a package. */
export const runtimeCode = '(runtime)';

/** What a group is called, and how exactly its frames are known. */
export interface Group {
  readonly key: string;
  readonly name: string;
  readonly precision: Precision;
}

/** The group of one frame; stacks are grouped by `groupOfStack`. */
export function groupOfFrame(frame: AllocationFrame, groupBy: Exclude<GroupBy, 'stack'>): Group {
  const { precision } = frame;
  const name = names[groupBy](frame);
  // The line of a function's head and an exact line of the same number are two things.
  return { key: groupBy === 'line' ? `${precision} ${name} ${functionOf(frame)}` : name, name, precision };
}

const names = {
  line: ({ file, line }: AllocationFrame) => placeOf(file, line),
  function: (frame: AllocationFrame) => `${frame.file}: ${frame.function || '(anonymous)'}`,
  file: ({ file }: AllocationFrame) => file,
  package: ({ file }: AllocationFrame) => packageNameOf(file),
} as const;

/** One group for each distinct stack; its name has a line for each frame, innermost first. */
export function groupOfStack(frames: readonly AllocationFrame[]): Group {
  const name = frames
    .map((frame) => `${placeOf(frame.file, frame.line)} ${frame.function || '(anonymous)'}`)
    .join('\n  ');
  return { key: name, name, precision: frames[0]?.precision ?? 'function' };
}

const functionOf = (frame: AllocationFrame) => (frame.precision === 'line' ? '' : `${frame.function}:${frame.column}`);

const placeOf = (file: string, line: number) => (line === 0 ? file : `${file}:${line}`);

/** The package that a file belongs to, by its place in `node_modules`. */
export function packageNameOf(file: string): string {
  if (file.startsWith('node:') || file.startsWith('(')) return runtimeCode;
  const [, inside] = /.*(?:^|[\\/])node_modules[\\/](.*)$/.exec(file) ?? [];
  if (inside === undefined) return ownCode;
  const [first, second] = inside.split(/[\\/]/);
  return first!.startsWith('@') && second ? `${first}/${second}` : first!;
}
