import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scanSchema, type ScanResult } from '@watertight/evidence';
import type { ScanOptions } from './api.ts';
import { foldersUp } from './project/folders.ts';
import { findSourceFiles } from './project/source-files.ts';
import { rootOf, selectFindings } from './select-findings.ts';

export interface CachedScanOptions extends ScanOptions {
  /** Where results are kept; the user's cache folder unless named. */
  readonly cacheFolder?: string | undefined;
}

/**
 * Scans, unless nothing that counts has changed since an earlier scan of the folder with the same choice: not a byte of the
 * sources, the configuration, the installed packages or the analysis itself. The compiler is loaded only where it is needed.
 * Results are kept outside of the project, one for each folder and choice.
 */
export async function cachedScan({ path, config, cacheFolder, ...selection }: CachedScanOptions): Promise<ScanResult> {
  const startedAt = performance.now();
  const { only, skip, ...narrowing } = selection;
  const root = rootOf(path);
  const sources = findSourceFiles(path, config && { folder: config.folder, ...config.config });
  const entry = join(
    cacheFolder ?? userCacheFolder(),
    `${digest([resolve(path), JSON.stringify({ only, skip })])}.json`,
  );
  const content = contentKey(root, sources.files, config?.config);
  const known = readEntry(entry, content);
  const whole = known ?? (await import('./scan.ts')).scan({ path, config, only, skip });
  if (!known) writeEntry(entry, content, whole);
  const { stats, ...result } = selectFindings(whole, root, narrowing);
  const durationMs = Math.round(performance.now() - startedAt);
  return { ...result, stats: known ? { files: stats.files, durationMs, cached: true } : { ...stats, durationMs } };
}

function contentKey(root: string, files: readonly string[], config: unknown): string {
  const hash = createHash('sha256')
    .update(analysisKey())
    .update(JSON.stringify(config ?? null));
  for (const file of files) hash.update(`\0${file}\0`).update(bytesOf(file));
  for (const file of describingFiles(root, files)) hash.update(`\0${file}\0`).update(bytesOf(file));
  return hash.digest('hex');
}

/** Files that say which packages the sources run with, and where imports lead. */
function describingFiles(root: string, files: readonly string[]): string[] {
  const folders = new Set<string>([...foldersUp(root)]);
  for (const file of files) {
    for (const folder of foldersUp(dirname(file))) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders].sort().flatMap((folder) => {
    const configs = namesIn(folder).filter((name) => /^[jt]sconfig.*\.json$/.test(name));
    return [...configs, ...describingNames].map((name) => join(folder, name)).filter((file) => existsSync(file));
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // a folder above the project that is not ours to read
  }
}

const describingNames = [
  'package.json',
  'package-lock.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  // What npm and its like have installed, lock file or not.
  'node_modules/.package-lock.json',
  'node_modules/.yarn-integrity',
  'node_modules/.yarn-state.yml',
  'node_modules/.modules.yaml',
];

/** The built analysis itself: another version of a rule is another answer. */
function analysisKey(): string {
  const own = dirname(fileURLToPath(import.meta.url));
  const hash = createHash('sha256').update(process.version);
  for (const name of ['tsconfig.lib.tsbuildinfo', '../package.json']) hash.update(bytesOf(join(own, name)));
  return hash.digest('hex');
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

function readEntry(path: string, content: string): ScanResult | undefined {
  try {
    const entry = JSON.parse(readFileSync(path, 'utf8')) as { content?: unknown; result?: unknown };
    return entry.content === content ? scanSchema.parse(entry.result) : undefined;
  } catch {
    return undefined; // not there yet, or of another version: scanned anew
  }
}

/** A cache that cannot be written costs time, and no result. */
function writeEntry(path: string, content: string, result: ScanResult): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify({ content, result }), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    return;
  }
}

function userCacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'watertight');
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
