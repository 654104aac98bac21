import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '@watertight/evidence';

/**
 * Writes a file whole or not at all, and the folders above it. Reports hold names and data of the target: only the owner may read them.
 *
 * @throws {CodedError} `WRITE_FAILED`
 */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new CodedError('WRITE_FAILED', `cannot write ${path}: ${messageOf(cause)}; choose a place that can be written`, {
      cause,
    });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
