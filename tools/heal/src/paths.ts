import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is a folder or lies in it. */
export function isInside(path: string, folder: string): boolean {
  const steps = relative(folder, path);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}
