import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './run.mjs';
import { asDependencies, packedIn, withOurs } from './tarballs.mjs';

const mostPackages = 80;
const mostMegabytes = 40;

/** Installs `watertight` alone, and looks at what came with it. */
export function checkSize({ tarballs, folder }, results) {
  mkdirSync(folder, { recursive: true });
  const dependencies = asDependencies(withOurs(['watertight'], packedIn(tarballs)));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  npm(['install'], folder);
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const installed = Object.entries(packages);
  const files = readdirSync(join(folder, 'node_modules'), { recursive: true }).map((name) =>
    join(folder, 'node_modules', name),
  );
  const megabytes = files.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0) / 1e6;
  results.note(
    `watertight is ${installed.length} packages, at most ${mostPackages}`,
    installed.length <= mostPackages,
    names(installed),
  );
  results.note(`watertight is ${megabytes.toFixed(1)} MB, at most ${mostMegabytes}`, megabytes <= mostMegabytes);
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
  results.note('nothing that comes with it has an install script', scripted.length === 0, names(scripted));
  const native = files.filter((file) => file.endsWith('.node') || file.endsWith('binding.gyp'));
  results.note('nothing that comes with it is native code', native.length === 0, native.join('\n'));
}

const names = (entries) => entries.map(([path]) => path).join('\n');
