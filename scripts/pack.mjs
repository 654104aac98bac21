// Packs every published package into dist/tarballs, as it goes to a registry: `npm run pack`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishable } from './packages/workspaces.mjs';
import { stage } from './packages/stage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const staged = join(root, 'dist/packages');
const tarballs = join(root, 'dist/tarballs');

rmSync(staged, { recursive: true, force: true });
rmSync(tarballs, { recursive: true, force: true });
mkdirSync(tarballs, { recursive: true });
for (const workspace of publishable(root)) {
  const folder = await stage(workspace, { root, into: staged });
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', tarballs], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packed = JSON.parse(output);
  const [{ filename, size, entryCount }] = Array.isArray(packed) ? packed : Object.values(packed);
  console.log(
    `${workspace.manifest.name.padEnd(32)} ${filename.padEnd(44)} ${String(Math.ceil(size / 1024)).padStart(5)} KiB  ${entryCount} files`,
  );
}
