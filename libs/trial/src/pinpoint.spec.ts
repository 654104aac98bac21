import { join } from 'node:path';
import type { TapReport } from '@watertight/agent';
import type { Suspect } from './localise.ts';
import { pinpoint } from './pinpoint.ts';
import { SourcePositions } from './source-positions.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const suspect: Suspect = {
  heapObjectId: 17,
  kind: 'Map',
  name: 'connections',
  declaredName: 'connections',
  owners: [],
  fields: [],
  objectsPerRequest: 1,
  bytesPerRequest: 100,
  entriesPerRequest: 1,
  constructor: 'Connection',
  retainingPath: { script: null, lines: [], origins: [] },
  scripts: [],
  cyclic: false,
  holdsRequest: false,
};

const frame = (line: number) => ({
  file: join(__dirname, 'pool.js'),
  line,
  column: 3,
  function: 'connect',
  mapped: false,
});

/** A target into whose map something is inserted with each request from a number of requests on. */
function insertingFrom(first: number, more: TapReport['stacks'] = []): { target: Target; work: Work; sent: number[] } {
  const sent: number[] = [];
  const report = (): TapReport => {
    const count = Math.max(0, sent.reduce((sum, requests) => sum + requests, 0) - first);
    const stacks = count > 0 ? [{ count, frames: [frame(8), frame(21)] }, ...more] : [];
    return { heapObjectId: 17, state: 'tapped', size: count, count: null, cap: null, stacks };
  };
  const ask = (op: string) => Promise.resolve(op === 'tap-report' ? [report()] : null);
  const send = (requests: number) => Promise.resolve((sent.push(requests), requests));
  const work = { parts: [{ name: 'GET /', send }] };
  return { target: { ask } as unknown as Target, work: work as unknown as Work, sent };
}

const find = ({ target, work }: { target: Target; work: Work }) =>
  pinpoint(target, work, [suspect], new SourcePositions(__dirname), { untilRest: false });

test('the statement that inserts is told, with the calls that lead to it', async () => {
  const [found] = await find(insertingFrom(0));
  expect(found!.insertion).toMatchObject({ file: 'pool.js', line: 8, callers: [{ file: 'pool.js', line: 21 }] });
  expect(found!.routes).toEqual(['GET /']);
});

test('where nothing was inserted for a while, as into a pool, it is looked at once more and longer', async () => {
  const pooled = insertingFrom(60);
  const [found] = await find(pooled);
  expect(pooled.sent).toHaveLength(2);
  expect(found).toMatchObject({ insertion: { line: 8 }, routes: ['GET /'] });
});

test('where nothing is inserted at all there is no line', async () => {
  const [found] = await find(insertingFrom(Infinity));
  expect(found).toMatchObject({ insertion: null, routes: [] });
});

test('what the runtime puts back by itself has no part in the insertions', async () => {
  const [found] = await find(insertingFrom(0, [{ count: 9_000, frames: [] }]));
  expect(found!.insertion).toMatchObject({ line: 8, share: 1 });
});
