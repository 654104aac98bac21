import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Evidence } from '@watertight/evidence';
import { runWatertight, workspaceRoot } from './watertight.ts';

/** The leak stands on line 7 of the author's source, whatever becomes of that before it runs. */
const typed = `import { createServer } from 'node:http';

interface Visit {
  readonly url: string;
}
const visits = new Map<string, Visit>();
const note = (url: string): void => void visits.set(url, { url });

createServer((req, res) => {
  note(req.url ?? '/');
  res.end(String(visits.size > 0));
}).listen(0, '127.0.0.1');
`;
const untyped = typed
  .replace(/interface[^}]*\}/, '// A visit\n// has its\n// url.')
  .replace(/<string, Visit>|: string|: void/g, '');
const commonJs = untyped.replace(
  "import { createServer } from 'node:http'",
  "const { createServer } = require('node:http')",
);

interface Start {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly build?: readonly string[];
  readonly command: readonly string[];
  readonly file: string;
}

const tsx = join(workspaceRoot, 'node_modules/tsx/dist/cli.mjs');
const tsc = join(workspaceRoot, 'node_modules/typescript/bin/tsc');
const compile = [tsc, 'src/server.ts', '--outDir', 'dist', '--sourceMap', '--target', 'es2022', '--module', 'nodenext'];

const starts: readonly Start[] = [
  { title: 'CommonJS', files: { 'server.cjs': commonJs }, command: ['node', 'server.cjs'], file: 'server.cjs' },
  { title: 'an ES module', files: { 'server.mjs': untyped }, command: ['node', 'server.mjs'], file: 'server.mjs' },
  {
    title: 'a heap of 64 MB that the usual load would fill three times',
    files: { 'server.cjs': commonJs.replace('{ url }', '{ url, numbers: new Array(12_500).fill(0) }') },
    command: ['node', '--max-old-space-size=64', 'server.cjs'],
    file: 'server.cjs',
  },
  {
    title: 'npm start',
    files: {
      'server.cjs': commonJs,
      'package.json': JSON.stringify({ name: 'visits', scripts: { start: 'node server.cjs' } }),
    },
    command: ['npm', 'start'],
    file: 'server.cjs',
  },
  { title: 'tsx', files: { 'server.ts': typed }, command: ['node', tsx, 'server.ts'], file: 'server.ts' },
  {
    title: 'compiled CommonJS with source maps',
    files: { 'src/server.ts': typed, 'package.json': '{"type":"commonjs"}' },
    build: compile,
    command: ['node', 'dist/server.js'],
    file: 'src/server.ts',
  },
  {
    title: 'a compiled ES module with source maps, behind a shell',
    files: { 'src/server.ts': typed, 'package.json': '{"type":"module"}' },
    build: compile,
    command: ['sh', '-c', 'node --enable-source-maps dist/server.js; true'],
    file: 'src/server.ts',
  },
];

// Whatever starts the server, the leak is found at the author's line.
test.each(starts)('$title', async ({ files, build, command, file }) => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-start-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    symlinkSync(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'));
    if (build) {
      const { status, stdout } = spawnSync(process.execPath, [...build, '--types', 'node'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    }
    const args = ['check', '--quiet', '--reporter', 'json', '--route', 'GET /x?id={n}', '--', ...command];
    const { stdout, stderr } = await runWatertight(args, { cwd: folder });
    expect(stderr).toBe('');
    const { verdict, leaks } = JSON.parse(stdout) as Evidence;
    expect(verdict).toBe('leaking');
    expect(leaks[0]).toMatchObject({
      sink: { name: 'visits', file, line: 6 },
      insertion: { file, line: 7 },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
