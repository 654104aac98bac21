import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { npm, run } from './run.mjs';
import { packedIn } from './tarballs.mjs';

const tools = { publint: '0.3.25', '@arethetypeswrong/cli': '0.18.5' };

// Its matchers for Vitest are an ES module, as Vitest is.
const ignored = ['cjs-resolves-to-esm'];

/** Asks two linters of packages about each: whether what its manifest names is there, and whether its types resolve as its code does. */
export function checkPackages({ tarballs, folder }, results) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: tools }));
  npm(['install'], folder);
  for (const { name, file, manifest } of packedIn(tarballs)) {
    const publint = run(join(folder, 'node_modules/.bin/publint'), ['--strict', '--level', 'warning', file], {
      cwd: folder,
    });
    results.note(`publint: ${name}`, publint.status === 0, publint.output);
    const profile = manifest.type === 'module' ? 'esm-only' : 'node16';
    const attw = run(
      join(folder, 'node_modules/.bin/attw'),
      ['--profile', profile, '--ignore-rules', ...ignored, '--format', 'table-flipped', file],
      { cwd: folder },
    );
    results.note(`are the types right (${profile}): ${name}`, attw.status === 0, `${basename(file)}\n${attw.output}`);
    const hooks = Object.keys(manifest.scripts ?? {}).filter((hook) => /install|prepare/.test(hook));
    results.note(`no install script: ${name}`, hooks.length === 0, hooks.join(', '));
  }
}
