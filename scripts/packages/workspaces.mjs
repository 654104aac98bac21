import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The workspaces that are published, each with its folder and its manifest. */
export function publishable(root) {
  return ['libs', 'tools']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => !manifest.private);
}
