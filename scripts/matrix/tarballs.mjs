import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

/** The packed packages: name, file and manifest of each. */
export function packedIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => {
      const file = join(folder, name);
      const text = execFileSync('tar', ['xzOf', file, 'package/package.json'], { encoding: 'utf8' });
      const manifest = JSON.parse(text);
      return { name: manifest.name, file, manifest };
    });
}

/** A package with all of ours that it depends on: until they are on a registry, each has to be named. */
export function withOurs(names, packed) {
  const found = new Set();
  const add = (name) => {
    const one = packed.find((candidate) => candidate.name === name);
    if (!one || found.has(one)) return;
    found.add(one);
    for (const dependency of Object.keys(one.manifest.dependencies)) add(dependency);
  };
  for (const name of names) add(name);
  return [...found];
}

export const asDependencies = (packages) =>
  Object.fromEntries(packages.map(({ name, file }) => [name, `file:${file}`]));
