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
    const manifest = readManifest(join(folder, 'package.json'));
    // Packages put nameless manifests into sub-folders to mark the module format.
    if (manifest?.name && manifest.version) return { name: manifest.name, version: manifest.version };
  }
  return null;
}

function readManifest(path: string): Partial<PackageVersion> | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<PackageVersion>;
  } catch {
    return null;
  }
}
