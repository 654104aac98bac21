import type { AllocationTrace } from '@watertight/allocation-profile';
import type { AllocationCall, Leak } from '@watertight/evidence';
import { parseRoute } from '@watertight/load';
import { allocationSitesOf, withAllocationSites } from './allocation-sites.ts';
import { SourcePositions } from './source-positions.ts';
import { withTarget } from './target.ts';
import { program } from './testing/program.ts';
import { Work } from './work.ts';

/** A trace drawn as frames `src/app.js:12 handle`, innermost first; `~12` is known by its function only. */
function drawTrace(bytes: number, ...frames: readonly string[]): AllocationTrace {
  return {
    bytes,
    count: 1,
    frames: frames.map((text) => {
      const [, file, tilde, line, name] = /^(.*):(~?)(\d+) (.*)$/.exec(text)!;
      return { file: file!, line: Number(line), column: 3, function: name!, precision: tilde ? 'function' : 'line' };
    }),
  };
}

const insertion = { file: 'src/app.js', line: 14, function: 'handle', share: 1 };
const sitesOf = (leak: Parameters<typeof allocationSitesOf>[0], ...traces: readonly AllocationTrace[]) =>
  allocationSitesOf(leak, traces, 10).map(({ file, line, bytesPerRequest }) => `${file}:${line} ${bytesPerRequest}`);

test('what the function of the insertion allocates or has allocated belongs to the leak, the largest first', () => {
  const traces = [
    drawTrace(300, 'src/app.js:12 handle', 'src/main.js:3 serve'),
    drawTrace(900, 'src/record.js:4 makeRecord', 'src/app.js:13 handle'),
    drawTrace(5000, 'src/other.js:1 elsewhere', 'src/main.js:3 serve'),
  ];
  expect(sitesOf({ insertion }, ...traces)).toEqual(['src/record.js:4 90', 'src/app.js:12 30']);
});

test('where no call passes that function, its file will do', () => {
  const traces = [drawTrace(300, 'src/app.js:~40 other'), drawTrace(900, 'src/far.js:1 f')];
  expect(sitesOf({ insertion }, ...traces)).toEqual(['src/app.js:40 30']);
});

test('what the runtime allocates is its caller’s', () => {
  expect(sitesOf({ insertion }, drawTrace(300, 'node:events:9 on', 'src/app.js:12 handle'))).toEqual([
    'src/app.js:12 30',
  ]);
});

test('an insertion in a dependency has also what its caller allocates', () => {
  const inPackage = { ...insertion, file: 'node_modules/a/i.js', function: 'add', caller: insertion };
  const traces = [
    drawTrace(300, 'src/app.js:12 handle'),
    drawTrace(200, 'node_modules/a/i.js:7 add', 'src/app.js:13 handle'),
  ];
  expect(sitesOf({ insertion: inPackage }, ...traces)).toEqual(['src/app.js:12 30', 'node_modules/a/i.js:7 20']);
});

test('small change is left out, and no more than five are told', () => {
  const traces = Array.from({ length: 9 }, (_, index) => drawTrace(1000 - index, `src/app.js:${index + 1} handle`));
  expect(sitesOf({ insertion }, ...traces, drawTrace(10, 'src/app.js:99 handle'))).toHaveLength(5);
  expect(sitesOf({ insertion }, traces[0]!, drawTrace(10, 'src/app.js:99 handle'))).toEqual(['src/app.js:1 100']);
});

test('a site says how exactly it is known', () => {
  expect(allocationSitesOf({ insertion }, [drawTrace(300, 'src/app.js:~10 handle')], 10)).toEqual([
    { file: 'src/app.js', line: 10, column: 3, function: 'handle', precision: 'function', bytesPerRequest: 30 },
  ]);
});

test('a leak without an insertion has no sites', () => {
  expect(sitesOf({ insertion: null }, drawTrace(300, 'src/app.js:12 handle'))).toEqual([]);
});

test('a running server tells where it allocates what it keeps', async () => {
  const server = program(`
    const http = require('node:http');
    const kept = [];
    function makeRecord(url) {
      return { url, when: Date.now(), list: new Array(50).fill(url) };
    }
    function handle(req, res) {
      const garbage = Array.from({ length: 100 }, (_, index) => ({ index }));
      kept.push(makeRecord(req.url));
      res.end(String(garbage.length));
    }
    http.createServer(handle).listen(0, '127.0.0.1');
  `);
  try {
    const sites = await withTarget(
      { command: server.command, cwd: server.folder, startTimeoutMs: 30_000 },
      async (target) => {
        const work = new Work({ target, routes: [parseRoute('GET /x/{n}')], connections: 2 });
        const leak = { insertion: { file: 'server.cjs', line: 9, function: 'handle', share: 1 } } as Leak;
        const { leaks, allocations } = await withAllocationSites(
          [leak],
          target,
          work,
          new SourcePositions(server.folder),
        );
        expect(callsIn(allocations)).toContain('makeRecord');
        return leaks[0]!.allocationSites;
      },
    );
    expect(sites[0]).toMatchObject({ file: 'server.cjs', line: 5, function: 'makeRecord', precision: 'line' });
    expect(sites[0]!.bytesPerRequest).toBeGreaterThan(400);
    expect(sites[0]!.bytesPerRequest).toBeLessThan(900);
  } finally {
    server.remove();
  }
}, 60_000);

function callsIn(call: AllocationCall | undefined): string[] {
  return call ? [call.function, ...call.children.flatMap(callsIn)] : [];
}
