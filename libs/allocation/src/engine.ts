import { setFlagsFromString } from 'node:v8';

/**
 * Compiled code runs small functions inside of their callers, and then the caller is told to have allocated. Code that
 * is compiled from now on keeps its frames.
 */
export function keepFrames(): void {
  for (const flag of ['--no-turbo-inlining', '--no-maglev-inlining']) setFlagsFromString(flag);
}
