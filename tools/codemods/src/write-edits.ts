import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { FileEdit } from './api.ts';

/**
 * Writes all edits or none: temporary files, then renames, rolled back on error.
 *
 * @example
 * writeEdits('src', planFixes({ path: 'src' }).edits);
 */
export function writeEdits(root: string, edits: readonly FileEdit[]): void {
  const staged: Staged[] = [];
  try {
    for (const edit of edits) staged.push(stage(root, edit));
  } catch (error) {
    staged.forEach(discard);
    throw failure(error);
  }
  const renamed: Staged[] = [];
  try {
    for (const file of staged) {
      renameSync(file.temporary, file.target);
      renamed.push(file);
    }
  } catch (error) {
    staged.filter((file) => !renamed.includes(file)).forEach(discard);
    renamed.forEach(restore);
    throw failure(error);
  }
}

interface Staged {
  readonly target: string;
  readonly temporary: string;
  readonly before: string;
  readonly mode: number;
}

function stage(root: string, { file, before, after }: FileEdit): Staged {
  // A link stays a link: what it points to is rewritten.
  const target = realpathSync(join(root, file));
  const mode = statSync(target).mode & 0o7777;
  if ((mode & 0o222) === 0)
    throw new CodedError('WRITE_FAILED', `${file} is read-only; nothing was written. Make it writable and run again`);
  if (readFileSync(target, 'utf8') !== before) {
    throw new CodedError('WRITE_FAILED', `${file} has changed since it was read; nothing was written. Run again`);
  }
  const temporary = temporaryFor(target);
  writeWhole(temporary, after, mode);
  return { target, temporary, before, mode };
}

function temporaryFor(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.watertight`);
}

/** On disk before it is renamed, so that a crash leaves either the old or the new text. */
function writeWhole(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' });
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true });
    throw error;
  }
}

function restore({ target, temporary, before, mode }: Staged): void {
  writeWhole(temporary, before, mode);
  renameSync(temporary, target);
}

function discard({ temporary }: Staged): void {
  rmSync(temporary, { force: true });
}

function failure(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new CodedError('WRITE_FAILED', `the sources were left as they were: ${reason}`, { cause: error });
}
