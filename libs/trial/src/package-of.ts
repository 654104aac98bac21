import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { PackageVersion } from '@watertight/evidence';

/** The package in `node_modules` that a file belongs to; null for the target's own code. */
export function packageOf(file: string): PackageVersion | null {
  const marker = `${sep}node_modules${sep}`;
  const at = file.lastIndexOf(marker);
  if (at < 0) return null;
  const floor = at + marker.length - 1;
  for (let folder = dirname(file); folder.length > floor; folder = dirname(folder)) {
    // Packages put nameless manifests into sub-folders to mark the module format.
    const found = packageIn(folder);
    if (found) return found;
  }
  return null;
}

/** The package whose folder that is; null where its manifest does not tell. */
export function packageIn(folder: string): PackageVersion | null {
  const manifest = readManifest(join(folder, 'package.json'));
  return manifest?.name && manifest.version ? { name: manifest.name, version: manifest.version } : null;
}

function readManifest(path: string): Partial<PackageVersion> | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<PackageVersion>;
  } catch {
    return null;
  }
}
