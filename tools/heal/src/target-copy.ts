import { constants, copyFileSync, existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { mkdir, readdir, readlink, realpath, symlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dirent } from 'node:fs';
import { CodedError } from '@watertight/evidence';
import { throwIfInterrupted } from './interruption.ts';
import { linkNodeModules } from './node-modules.ts';
import { isInside } from './paths.ts';

/** A copy of a target that runs and builds by itself. */
export interface TargetCopy {
  /** What was copied: the enclosing workspace, else the target's own folder. */
  readonly originalRoot: string;
  readonly originalCwd: string;
  readonly root: string;
  /** The place of the target's working folder in the copy. */
  readonly cwd: string;
}

// Rebuilt when missed; some are large, and a tool in the copy must not write into the original's.
const leftOut = new Set([
  '.git',
  '.hg',
  '.svn',
  '.nx',
  '.cache',
  '.turbo',
  '.parcel-cache',
  '.nyc_output',
  '.eslintcache',
  'watertight-report',
]);

const filesPerTurn = 64;

/**
 * Copies a target into a folder. Everything of its own is copied (built files too, with their times, so that incremental
 * builds go on); each `node_modules` becomes a folder of links to the packages of the original, except that packages of
 * the workspace are those of the copy.
 */
export async function copyTarget(cwd: string, into: string, signal?: AbortSignal): Promise<TargetCopy> {
  const originalCwd = await realpath(cwd);
  const originalRoot = workspaceRootOf(originalCwd);
  const above = foldersAbove(originalRoot).filter(takesPartInResolution);
  const top = above.at(-1) ?? dirname(originalRoot);
  const root = join(into, basename(top), relative(top, originalRoot));
  const walk: Walk = { from: originalRoot, to: root, leaveOut: into, signal, files: [] };
  try {
    await mkdir(root, { recursive: true });
    await copyFolder(originalRoot, walk);
    await copyFiles(walk);
    for (const folder of above) await mirrorAncestor(folder, join(into, basename(top), relative(top, folder)), walk);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError(
      'WRITE_FAILED',
      `could not copy ${originalRoot} to ${root} (${(error as Error).message}); free some space or set TMPDIR`,
      { cause: error },
    );
  }
  return { originalRoot, originalCwd, root, cwd: join(root, relative(originalRoot, originalCwd)) };
}

/** A text, such as an argument of the command, with paths in the original turned into paths in the copy. */
export function relocate(text: string, { originalRoot, root }: TargetCopy): string {
  return text === originalRoot ? root : text.replaceAll(originalRoot + sep, root + sep);
}

interface Walk {
  readonly from: string;
  readonly to: string;
  readonly leaveOut: string;
  readonly signal: AbortSignal | undefined;
  /** Met so far, and where to copy them to. */
  readonly files: (readonly [path: string, target: string])[];
}

async function copyFolder(folder: string, walk: Walk): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    throwIfInterrupted(walk.signal);
    const path = join(folder, entry.name);
    if (leftOut.has(entry.name) || path === walk.leaveOut) continue;
    await copyEntry(entry, path, join(walk.to, relative(walk.from, path)), walk);
  }
}

async function copyEntry(entry: Dirent, path: string, target: string, walk: Walk): Promise<void> {
  if (entry.isSymbolicLink()) return copyLink(path, target, walk);
  if (entry.isDirectory()) {
    await mkdir(target);
    return entry.name === 'node_modules' ? linkNodeModules(path, target, walk) : copyFolderIfReadable(path, walk);
  }
  // Sockets, pipes and devices belong to running programs.
  if (entry.isFile()) walk.files.push([path, target]);
}

/** A link keeps its text where that still works; one that leads out of the original goes on leading there. */
async function copyLink(path: string, target: string, { from, to }: Walk): Promise<void> {
  const text = await readlink(path);
  const leadsTo = resolve(dirname(path), text);
  const staysInside = isInside(leadsTo, from);
  if (!staysInside) return symlink(leadsTo, target);
  return symlink(isAbsolute(text) ? join(to, relative(from, leadsTo)) : text, target);
}

// Once all folders are there: ext4 was seen to take half as long so. And none waits for a thread, which takes longer than the disk.
async function copyFiles({ files, signal }: Walk): Promise<void> {
  for (const [index, [path, target]] of files.entries()) {
    if (index % filesPerTurn === 0) await nextTurn();
    throwIfInterrupted(signal);
    copyFileWithTimes(path, target);
  }
}

function copyFileWithTimes(path: string, target: string): void {
  try {
    const { atime, mtime } = statSync(path);
    copyFileSync(path, target, constants.COPYFILE_FICLONE);
    utimesSync(target, atime, mtime);
  } catch (error) {
    ignoreDenied(error as NodeJS.ErrnoException);
  }
}

function copyFolderIfReadable(path: string, walk: Walk): Promise<void> {
  return copyFolder(path, walk).catch(ignoreDenied);
}

// The data folder of a database in a container, say: the target itself may not read it either.
function ignoreDenied(error: NodeJS.ErrnoException): void {
  if (!['EACCES', 'EPERM', 'ENOENT'].includes(error.code ?? '')) throw error;
}

/** Folders above are not copied, only what decides how modules and settings of the copy resolve. */
async function mirrorAncestor(folder: string, target: string, walk: Walk): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const entry of await readdir(folder)) {
    if (entry === 'package.json' || /^tsconfig.*\.json$/.test(entry))
      await symlink(join(folder, entry), join(target, entry));
  }
  const packages = join(folder, 'node_modules');
  if (!existsSync(packages)) return;
  await mkdir(join(target, 'node_modules'));
  await linkNodeModules(packages, join(target, 'node_modules'), walk);
}

function takesPartInResolution(folder: string): boolean {
  return existsSync(join(folder, 'node_modules')) || existsSync(join(folder, 'package.json'));
}

/** The workspace that a folder belongs to, else the folder itself. */
export function workspaceRootOf(folder: string): string {
  return [folder, ...foldersAbove(folder)].find(isWorkspaceRoot) ?? folder;
}

function isWorkspaceRoot(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true;
  try {
    return 'workspaces' in (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object);
  } catch {
    return false;
  }
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}
