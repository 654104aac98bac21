import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The folder that files in results are relative to, also where a single file is given. */
export async function folderOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? dirname(path) : path;
}
