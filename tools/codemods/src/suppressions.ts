import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CodedError, type Finding, type ScanResult } from '@watertight/evidence';
import { z } from 'zod';
import type { LoadedConfig } from './config/load-config.ts';
import { foldersToRepository } from './project/folders.ts';

const suppressionSchema = z.strictObject({
  rule: z.string(),
  /** Relative to the folder of the suppressions file. */
  file: z.string(),
  /** As in a finding: functions and classes around it, and what it is about. */
  scope: z.string(),
  count: z.int().positive(),
});
const suppressionsSchema = z.strictObject({ schemaVersion: z.literal(1), suppressions: z.array(suppressionSchema) });

/** Findings of one rule in one scope that are accepted for now; lines may move. */
export type Suppression = z.infer<typeof suppressionSchema>;

/** What a suppressions file says; it need not be there. */
export interface Suppressions {
  readonly path: string;
  readonly entries: readonly Suppression[];
}

const fileName = 'watertight-suppressions.json';

/**
 * Reads the suppressions for a folder: the file that the configuration names, else the nearest of its name, up to the root
 * of the repository; else none yet, beside the configuration or in the folder itself.
 *
 * @throws {CodedError} `SUPPRESSIONS_INVALID`
 */
export function loadSuppressions(path: string, config?: LoadedConfig): Suppressions {
  const file = locate(path, config);
  return { path: file, entries: existsSync(file) ? read(file) : [] };
}

function locate(path: string, config: LoadedConfig | undefined): string {
  const named = config?.config.suppressions;
  if (config && named !== undefined) return resolve(config.folder, named);
  const folders = foldersToRepository(path);
  const there = folders.map((folder) => join(folder, fileName)).find((file) => existsSync(file));
  return there ?? join(config?.folder ?? folders[0] ?? path, fileName);
}

function read(path: string): readonly Suppression[] {
  try {
    return suppressionsSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).suppressions;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, ' ') : String(error);
    throw new CodedError(
      'SUPPRESSIONS_INVALID',
      `${path} is no suppressions file: ${reason}; write it with --suppress-all`,
      {
        cause: error,
      },
    );
  }
}

/** Findings without those that are accepted. */
export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** How many of each entry's findings are no more; only for files that were scanned. */
  readonly stale: readonly Suppression[];
}

/** Takes the accepted findings away; where a scope has more than were accepted, the last of them stay. */
export function suppress(findings: readonly Finding[], root: string, { path, entries }: Suppressions): Suppressed {
  const left = new Map(entries.map((entry) => [keyOf(entry), entry.count]));
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const key = keyOf(entryFor(finding, root, path));
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    (count > 0 ? suppressed : kept).push(finding);
  }
  const stale = entries.flatMap((entry) => {
    const count = left.get(keyOf(entry)) ?? 0;
    return count > 0 && isBelow(resolve(dirname(path), entry.file), root) ? [{ ...entry, count }] : [];
  });
  return { kept, suppressed, stale };
}

/**
 * The entries that accept all findings of a scan. Entries of files outside of it, and of rules that did not run, stay.
 * With `prune`, nothing is added: entries shrink to what is still found.
 */
export function nextSuppressions(
  { findings }: Pick<ScanResult, 'findings'>,
  root: string,
  { path, entries }: Suppressions,
  { ran, prune = false }: { readonly ran: ReadonlySet<string>; readonly prune?: boolean },
): Suppressions {
  const found = new Map<string, Suppression>();
  for (const finding of findings) {
    const entry = entryFor(finding, root, path);
    found.set(keyOf(entry), { ...entry, count: (found.get(keyOf(entry))?.count ?? 0) + 1 });
  }
  const isSpokenOf = (entry: Suppression) => ran.has(entry.rule) && isBelow(resolve(dirname(path), entry.file), root);
  const others = entries.filter((entry) => !isSpokenOf(entry));
  const mine = prune
    ? entries.filter(isSpokenOf).flatMap((entry) => {
        const count = Math.min(entry.count, found.get(keyOf(entry))?.count ?? 0);
        return count > 0 ? [{ ...entry, count }] : [];
      })
    : [...found.values()];
  return { path, entries: [...others, ...mine].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** Writes the file whole or not at all. */
export function writeSuppressions({ path, entries }: Suppressions): void {
  const text = `${JSON.stringify({ schemaVersion: 1, suppressions: entries }, null, 2)}\n`;
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { flag: 'wx' });
  renameSync(temporary, path);
}

function entryFor({ rule, file, scope = '' }: Finding, root: string, path: string): Suppression {
  return { rule, file: relative(dirname(path), resolve(root, file)).split(sep).join('/'), scope, count: 1 };
}

function keyOf({ file, rule, scope }: Suppression): string {
  return JSON.stringify([file, rule, scope]);
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
