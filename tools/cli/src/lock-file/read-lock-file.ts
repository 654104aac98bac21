import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { LockFile } from './lock-file.ts';
import { readNpmLock } from './npm-lock.ts';
import { readPnpmLock } from './pnpm-lock.ts';
import { readYarnBerryLock } from './yarn-berry-lock.ts';
import { readYarnClassicLock, type Manifest } from './yarn-classic-lock.ts';

/**
 * A lock file of any of the package managers.
 *
 * @throws {CodedError} `PATH_UNREADABLE`, `LOCK_FILE_INVALID`
 */
export async function readLockFile(path: string): Promise<LockFile> {
  const text = await textOf(path);
  try {
    const lock = await parsed(path, text);
    if (lock.packages.length > 0 || !mustHold(text)) return lock;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw invalid(path, why, { cause });
  }
  throw invalid(path, 'it lists no package');
}

async function parsed(path: string, text: string): Promise<LockFile> {
  const conflict = text.split('\n').findIndex((line) => /^(?:<{7}|>{7})(?: |\r?$)/.test(line));
  if (conflict >= 0) throw new Error(`line ${conflict + 1} is of a merge that was not finished`);
  const name = basename(path);
  if (name.endsWith('.json')) return readNpmLock(text);
  if (/^pnpm-lock.*\.ya?ml$/.test(name)) return readPnpmLock(text);
  if (/^__metadata:/m.test(text)) return readYarnBerryLock(text, await manifestBeside(path));
  if (/^# yarn lockfile v1/m.test(text)) return readYarnClassicLock(text, await manifestBeside(path));
  throw new Error('it is of none of the formats of npm, pnpm and Yarn');
}

// An empty project has an empty lock file.
function mustHold(text: string): boolean {
  return /node_modules\/|"resolved"|^\s+version/m.test(text);
}

async function manifestBeside(path: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(dirname(path), 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('PATH_UNREADABLE', `cannot read ${path}: ${why}`, { cause });
  }
}

function invalid(path: string, why: string, options?: ErrorOptions): CodedError {
  return new CodedError(
    'LOCK_FILE_INVALID',
    `expected a lock file at ${path}, but ${why}; install once to write it anew`,
    options,
  );
}
