import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from './load-project.ts';
import { planFixes } from './plan-fixes.ts';
import { scan } from './scan.ts';
import { withFolder } from './testing/source-folder.ts';

const visitors = `import http from 'node:http';

const seen = new Map<string, number>();
const urls: string[] = [];

http.createServer((req, res) => {
  seen.set(req.url ?? '', 1);
  urls.push(req.url ?? '');
  res.end();
});
`;
const withVisitors = <Result>(use: (folder: string) => Result) => withFolder({ 'src/app.ts': visitors }, use);
const withoutTime = ({ stats, ...rest }: ReturnType<typeof scan>) => ({ ...rest, files: stats.files });

test('a loaded project finds and plans what the single calls do, whichever comes first', () => {
  withVisitors((path) => {
    const project = loadProject(path);
    expect(project.planFixes({ unsafe: true })).toEqual(planFixes({ path, unsafe: true }));
    expect(withoutTime(project.scan())).toEqual(withoutTime(scan({ path })));
    expect(project.scan().findings).toHaveLength(2);
  });
});

test('answers for chosen rules and findings leave the later ones whole', () => {
  withVisitors((path) => {
    const project = loadProject(path);
    expect(project.scan({ only: ['growing-request-list'] }).findings.map(({ line }) => line)).toEqual([8]);
    const first = project.planFixes({ unsafe: true, select: ({ line }) => line === 7 });
    expect(first.fixed.map(({ line }) => line)).toEqual([7]);
    expect(first.edits[0]?.after).toContain('LRUCache');
    const second = project.planFixes({ unsafe: true, select: ({ line }) => line === 8 });
    expect(second.fixed.map(({ line }) => line)).toEqual([8]);
    expect(second.edits[0]?.after).not.toContain('LRUCache');
    expect(project.scan().findings.map(({ line }) => line)).toEqual([7, 8]);
  });
});

test('a rewrite that is withdrawn once is withdrawn again', () => {
  withFolder(
    { 'tsconfig.json': '{ "compilerOptions": { "types": [], "lib": ["es2023"] } }', 'app.ts': limiter },
    (path) => {
      const project = loadProject(path);
      const [first, second] = [1, 2].map(() => project.planFixes({ unsafe: true }));
      expect(first?.left[0]?.why).toMatch(/^its rewrite would not compile: /);
      expect(second).toEqual(first);
    },
  );
});

// Without the types of Node, a timer is not known.
const limiter = `import http from 'node:http';
const until = new Map<string, number>();
http.createServer((req, res) => {
  const last = until.get(req.url ?? '');
  if (last !== undefined && last > Date.now()) res.statusCode = 429;
  until.set(req.url ?? '', Date.now() + 1000);
  res.end();
});
`;

test('it looks where it is asked to, and heeds what other files say of that', () => {
  const files = {
    'store.js': 'const seen = new Map();\nmodule.exports = { seen };\n',
    'app.js': `const { seen } = require('./store');\nrequire('http').createServer((req) => seen.set(req.url, 1));\n`,
    'other.js': `const all = [];\nrequire('http').createServer((req) => all.push(req.url));\n`,
  };
  withFolder(files, (path) => {
    const inFiles = (...within: string[]) => loadProject(path, { within: new Set(within) }).scan().findings;
    expect(inFiles('app.js').map(({ file, sink }) => [file, sink?.name])).toEqual([['app.js', 'seen']]);
    expect(inFiles('store.js')).toEqual([]);
    expect(inFiles('app.js', 'other.js')).toEqual(loadProject(path).scan().findings);
  });
});

test('it speaks of the sources as they were when it was loaded', () => {
  withVisitors((path) => {
    const project = loadProject(path);
    writeFileSync(join(path, 'src/app.ts'), 'export {};\n');
    expect(project.scan().findings).toHaveLength(2);
    expect(loadProject(path).scan().findings).toEqual([]);
    rmSync(join(path, 'src/app.ts'));
    expect(project.planFixes({ unsafe: true }).edits[0]?.before).toBe(visitors);
  });
});
