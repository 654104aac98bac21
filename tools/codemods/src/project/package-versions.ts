import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { foldersUp } from './folders.ts';

export { isBefore } from '@watertight/catalog';

/** Knows which versions of packages a source file runs with. */
export interface PackageVersions {
  /** The installed version, else the lowest version that the nearest `package.json` allows; undefined where neither tells. */
  versionOf(name: string, fromFile: string): string | undefined;
}

export const packageVersions: PackageVersions = {
  versionOf: (name, fromFile) => installedVersion(name, fromFile) ?? declaredVersion(name, fromFile),
};

/** The `package.json` that a file belongs to, relative to the root; null where there is none at or below the root. */
export function packageJsonFor(root: string, file: string): string | null {
  for (const folder of foldersUp(dirname(resolve(file)))) {
    const path = join(folder, 'package.json');
    if (existsSync(path)) {
      const inside = relative(root, path).split(sep).join('/');
      return inside;
    }
  }
  return null;
}

function installedVersion(name: string, fromFile: string): string | undefined {
  for (const folder of foldersUp(dirname(resolve(fromFile)))) {
    const { version } = readJson(join(folder, 'node_modules', name, 'package.json'));
    if (typeof version === 'string') return version;
  }
  return undefined;
}

function declaredVersion(name: string, fromFile: string): string | undefined {
  for (const folder of foldersUp(dirname(resolve(fromFile)))) {
    const json = readJson(join(folder, 'package.json'));
    for (const field of ['dependencies', 'devDependencies', 'peerDependencies']) {
      const range = (json[field] as Record<string, unknown> | undefined)?.[name];
      if (typeof range === 'string') return /\d+(?:\.\d+)*/.exec(range)?.[0];
    }
  }
  return undefined;
}

function readJson(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
