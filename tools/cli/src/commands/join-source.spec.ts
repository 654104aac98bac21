import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Evidence, Leak } from '@watertight/evidence';
import { realTools } from '../tools.ts';
import { leaking } from '../testing/drawn-world.ts';
import { joinSource } from './join-source.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'join-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const limiter = `import express from 'express';
const hits = new Map();
export const app = express();
app.use((req, res, next) => {
  const now = Date.now();
  const entry = hits.get(req.ip);
  if (!entry || entry.resetAt < now) {
    hits.set(req.ip, { count: 1, resetAt: now + 60_000 });
    return next();
  }
  entry.count += 1;
  next();
});
`;

async function joinedLeak(
  changes: Partial<Omit<Leak, 'constructor'>>,
  text = limiter,
  file = 'src/limit.js',
): Promise<Leak> {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  const leak: Leak = {
    ...leaking.leaks[0]!,
    sink: { kind: 'Map', name: 'hits', file, line: 2 },
    insertion: { file, line: 8, column: 5, share: 1 },
    ...changes,
  };
  const evidence: Evidence = { ...leaking, leaks: [leak] };
  const { leaks } = await joinSource(evidence, root, realTools);
  return leaks[0]!;
}

test('a limiter of rates is told by its source: it wants a sweep, no LRU cache', async () => {
  const { finding, cause } = await joinedLeak({});
  expect(finding).toMatchObject({ file: 'src/limit.js', line: 8, fix: 'suggested' });
  expect(finding!.message).toMatch(/when its time is over; sweep the entries that expired$/);
  expect(cause).toBe('expired-entry-kept');
});

test('where the insertion lies in a dependency, the own line that led to it is looked at', async () => {
  const caller = { file: 'src/limit.js', line: 8 };
  const insertion = { file: 'node_modules/store/index.js', line: 3, share: 1, caller };
  expect((await joinedLeak({ insertion })).finding?.line).toBe(8);
});

test('a finding about something else in the file is not taken for it', async () => {
  const elsewhere = { sink: { kind: 'Array', name: 'log' }, insertion: { file: 'src/limit.js', line: 3, share: 1 } };
  expect((await joinedLeak(elsewhere)).finding).toBeUndefined();
});

test.each<[string, Partial<Omit<Leak, 'constructor'>>]>([
  ['no line is known', { insertion: null }],
  ['the file is gone', { insertion: { file: 'src/gone.js', line: 8, share: 1 } }],
  ['it is no source', { insertion: { file: 'src', line: 8, share: 1 } }],
  ['it lies in a dependency', { insertion: { file: 'node_modules/a/index.js', line: 8, share: 1 } }],
])('the evidence stands as it is where %s', async (_, changes) => {
  const leak = await joinedLeak(changes);
  expect(leak.finding).toBeUndefined();
  expect(leak.retainedBytesPerRequest).toBe(412);
});

test('a file that does not parse is no reason to lose the verdict', async () => {
  expect((await joinedLeak({}, 'const = {{{')).finding).toBeUndefined();
});
