import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './run.mjs';
import { asDependencies, packedIn } from './tarballs.mjs';

const others = {
  '@types/express': '5.0.6',
  '@types/jest': '30.0.0',
  '@types/node': '20.19.43',
  eslint: '10.15.0',
  express: '5.3.0',
  jest: '30.5.2',
  typescript: '6.0.3',
  vitest: '4.1.12',
};

/** A project of somebody else: an Express app, tests of three runners, and all of ours from tarballs. */
export function makeProject({ tarballs, folder }) {
  mkdirSync(folder, { recursive: true });
  cpSync(join(dirname(fileURLToPath(import.meta.url)), 'project'), folder, { recursive: true });
  const packed = packedIn(tarballs);
  const manifest = {
    name: 'somebody-elses',
    private: true,
    dependencies: { ...asDependencies(packed), ...others },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  npm(['install'], folder);
  return { folder, packed };
}
