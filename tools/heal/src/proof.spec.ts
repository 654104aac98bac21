import { outcomesOf, whyNotGone } from './proof.ts';
import { aLeak, aSignal, someEvidence } from './testing/samples.ts';

const leak = aLeak();
const other = aLeak({ signature: 'recent', sink: { kind: 'Array', name: 'recent', file: 'src/log.ts', line: 2 } });

test('a stable trial proves the leak gone, an inconclusive one does not', () => {
  expect(whyNotGone(leak, someEvidence([leak]), someEvidence())).toBeUndefined();
  const inconclusive = someEvidence([], { verdict: 'inconclusive', reason: 'too noisy' });
  expect(whyNotGone(leak, someEvidence([leak]), inconclusive)).toContain('too noisy');
});

test('a leak in the record is not gone, also under a new signature', () => {
  expect(whyNotGone(leak, someEvidence([leak, other]), someEvidence([leak]))).toContain('still leaks');
  expect(whyNotGone(leak, someEvidence([leak, other]), someEvidence([aLeak({ signature: 'moved' })]))).toContain(
    'still leaks',
  );
});

test('a leak that is missing from the record is gone where its signal fell', () => {
  expect(whyNotGone(leak, someEvidence([leak, other]), someEvidence([other]))).toBeUndefined();
});

test('a leak that took a new shape is not gone', () => {
  const reshaped = aLeak({ signature: 'cells', sink: { kind: 'Array', name: 'cells', file: 'src/app.ts', line: 3 } });
  expect(whyNotGone(leak, someEvidence([leak]), someEvidence([reshaped]))).toBe(
    'heap-after-gc leaks as much as before the rewrite',
  );
});

test('a leak of the heap that is missing beside a known one is not gone while the heap grows as before', () => {
  const unchanged = someEvidence([other], { signals: [aSignal('leaking', 412)] });
  expect(whyNotGone(leak, someEvidence([leak, other], { signals: [aSignal('leaking', 412)] }), unchanged)).toBe(
    'heap-after-gc leaks as much as before the rewrite',
  );
});

test('a leaking trial that names no leak proves nothing', () => {
  const nameless = someEvidence([], { verdict: 'leaking', signals: [aSignal('leaking', 412)] });
  expect(whyNotGone(leak, someEvidence([leak]), nameless)).toContain('as much as before');
});

test('a held request is gone where only leaks known before are left on its signal, which need not fall', () => {
  const held = aLeak({ signature: 'current', signal: 'watched-objects', sink: { kind: 'field', name: 'current' } });
  const alsoHeld = aLeak({ signature: 'latest', signal: 'watched-objects', sink: { kind: 'field', name: 'latest' } });
  const signals = [aSignal('leaking', 0, 'watched-objects')];
  const before = someEvidence([held, alsoHeld], { signals });
  expect(whyNotGone(held, before, someEvidence([alsoHeld], { signals }))).toBeUndefined();
});

test('both sides are told by the same signal: the heap where one side lacks that of the leak', () => {
  const counted = aLeak({ signal: 'survivors' });
  const heap = aSignal('leaking', 412);
  const before = someEvidence([counted], { signals: [heap, aSignal('leaking', 3, 'survivors')] });
  expect(outcomesOf(counted, before, someEvidence())).toMatchObject({
    signal: 'heap-after-gc',
    before: { slopePerRequest: 412 },
  });
  const after = someEvidence([], { signals: [aSignal('stable', 0), aSignal('stable', 0, 'survivors')] });
  expect(outcomesOf(counted, before, after)).toMatchObject({ signal: 'survivors', before: { slopePerRequest: 3 } });
});
