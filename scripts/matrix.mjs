// Installs what `npm run pack` has packed into projects of somebody else, and uses it there on each supported Node:
// `npm run matrix`, `npm run matrix -- --node 24`, `npm run matrix -- --keep`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkPackages } from './matrix/check-packages.mjs';
import { checkOnNode } from './matrix/check-on-node.mjs';
import { checkSize } from './matrix/check-size.mjs';
import { Results } from './matrix/results.mjs';
import { makeProject } from './matrix/project.mjs';
import { nodeOf } from './matrix/nodes.mjs';

const { values } = parseArgs({
  options: { node: { type: 'string', multiple: true }, keep: { type: 'boolean', default: false } },
});
const versions = values.node ?? ['20', '22', '24', '26'];
const tarballs = join(dirname(fileURLToPath(import.meta.url)), '../dist/tarballs');
const temporary = mkdtempSync(join(tmpdir(), 'watertight-matrix-'));
const results = new Results();
try {
  checkPackages({ tarballs, folder: join(temporary, 'tools') }, results);
  checkSize({ tarballs, folder: join(temporary, 'watertight') }, results);
  const project = makeProject({ tarballs, folder: join(temporary, 'project') });
  for (const version of versions) {
    checkOnNode({ node: nodeOf(version, join(temporary, `node-${version}`)), project }, results);
  }
} finally {
  if (values.keep) console.log(`kept: ${temporary}`);
  else rmSync(temporary, { recursive: true, force: true });
}
console.log(results.summary());
process.exitCode = results.hasFailed ? 1 : 0;
