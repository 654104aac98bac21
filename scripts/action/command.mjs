import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The command that a project has installed; this repository's own, built, where it has none. */
export function commandIn(folder) {
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve('watertight/package.json');
    return join(dirname(manifest), 'bin/watertight.js');
  } catch {
    return ownCommand();
  }
}

function ownCommand() {
  console.log('::group::building watertight, which the project has not installed');
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'build'], {
    cwd: root,
    stdio: 'inherit',
  });
  console.log('::endgroup::');
  if (status !== 0) throw new Error('watertight cannot be built; add it to devDependencies of the project');
  return join(root, 'tools/cli/bin/watertight.js');
}
