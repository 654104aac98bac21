import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '@watertight/evidence';

/**
 * Writes a file whole or not at all, and the folders above it. Reports hold names and data of the target: only the owner may read them.
 *
 * @throws {CodedError} `WRITE_FAILED`
 */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (await isDevice(path)) await writeFile(path, text);
    else await replaceFile(await realpath(path).catch(() => path), text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('WRITE_FAILED', `cannot write ${path}: ${why}; choose a place that can be written`, { cause });
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

// A rename would put a plain file in the place of /dev/null or of a named pipe.
async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}
