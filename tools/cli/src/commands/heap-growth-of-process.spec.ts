import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawnWorld, runDrawn } from '../testing/drawn-world.ts';
import { realTools } from '../tools.ts';

const server = `
const { createServer, get } = require('node:http');
const { once } = require('node:events');
const { writeHeapSnapshot } = require('node:v8');

class Visit {
  constructor(url) { this.url = url; }
}
const visits = new Map();
const server = createServer((request, response) => {
  if (process.argv[2] === 'leaky') visits.set(visits.size, new Visit(request.url));
  response.end();
});
(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  for (const name of ['warm-up', '1', '2', '3']) {
    for (let request = 0; request < 211; request += 1) {
      const [response] = await once(get({ port: server.address().port, path: '/' + request, agent: false }), 'response');
      await once(response.resume(), 'end');
    }
    globalThis.gc();
    if (name !== 'warm-up') writeHeapSnapshot(name + '.heapsnapshot');
  }
  process.exit();
})();
`;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-growth-')));
  writeFileSync(join(folder, 'server.cjs'), server);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function growthOf(kind: 'leaky' | 'sound') {
  execFileSync(process.execPath, ['--expose-gc', 'server.cjs', kind], { cwd: folder });
  const files = ['1.heapsnapshot', '2.heapsnapshot', '3.heapsnapshot'];
  const args = ['heap', 'growth', ...files, '--min-objects', '150'];
  return runDrawn(
    args,
    { readSnapshot: (path, options) => realTools.readSnapshot(path, options) },
    drawnWorld({ cwd: folder }),
  );
}

test('three snapshots of a server that leaks name the sink and its path in the first lines', async () => {
  const { status, stdout } = await growthOf('leaky');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^growing: Map visits gained \d+ objects/);
  expect(stdout.split('\n').slice(2, 9).join('\n')).toContain(`\
  held by    ${join(folder, 'server.cjs')}
             └─ visits: Map
                ~~~~~~
                └─ [`);
}, 60_000);

test('three snapshots of a server that does not leak end with 0', async () => {
  expect(await growthOf('sound')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^stable: /) });
}, 60_000);
