import type { Evidence, Leak, Signal } from '@watertight/evidence';
import { againstBaseline } from './against-baseline.ts';
import { drawnEvidence } from './testing/drawn-evidence.ts';

const { leaking, stable } = drawnEvidence;
const [leak] = leaking.leaks as [Leak];
const [heap] = leaking.signals as [Signal];
const other: Leak = { ...leak, signature: 'other', sink: { kind: 'Array', name: 'journal', file: 'journal.ts' } };
const withLeaks = (...leaks: Leak[]): Evidence => ({ ...leaking, leaks });
const heapOf = (slopePerRequest: number): Signal => ({
  ...heap,
  slopePerRequest,
  interval: [slopePerRequest - 5, slopePerRequest + 5],
});
const changes = (evidence: Evidence, baseline: Evidence) =>
  againstBaseline(evidence, baseline).leaks.map(({ change }) => change);
const verdict = (evidence: Evidence, baseline: Evidence) => againstBaseline(evidence, baseline).baseline?.verdict;

describe('a leak is', () => {
  test('known where the baseline has it, also where code around it has moved', () => {
    const moved = { ...leak, signature: 'renamed', insertion: null };
    expect(changes(withLeaks(moved), leaking)).toEqual(['known']);
  });

  test('new where the baseline has it not', () => {
    expect(changes(withLeaks(leak, other), leaking)).toEqual(['known', 'new']);
    expect(changes(leaking, stable)).toEqual(['new']);
  });

  test('worse where it grows by more than two trials differ', () => {
    const growing = (retainedBytesPerRequest: number) => withLeaks({ ...leak, retainedBytesPerRequest });
    expect(changes(growing(412 * 1.2), leaking)).toEqual(['known']);
    expect(changes(growing(412 * 1.5), leaking)).toEqual(['worse']);
    expect(changes(growing(100), leaking)).toEqual(['known']);
  });

  test('not worse by a few bytes that no trial could have seen', () => {
    const small = (retainedBytesPerRequest: number) => withLeaks({ ...leak, retainedBytesPerRequest });
    expect(changes(small(17), small(9))).toEqual(['known']);
  });

  test('counted where it has no bytes', () => {
    const opened = (objectsPerRequest: number) =>
      withLeaks({ ...leak, signal: 'descriptors', retainedBytesPerRequest: 0, objectsPerRequest });
    expect(changes(opened(2), opened(1))).toEqual(['worse']);
    expect(changes(opened(1.1), opened(1))).toEqual(['known']);
  });

  test('not weighed where other routes were loaded: growth is per request of the whole load', () => {
    const alone = {
      ...withLeaks({ ...leak, retainedBytesPerRequest: 824 }),
      trial: { ...leaking.trial, routes: ['GET /b'] },
    };
    expect(changes(alone, leaking)).toEqual(['known']);
  });

  test('known where the same growth had no name before', () => {
    expect(changes(leaking, withLeaks())).toEqual(['known']);
    expect(changes({ ...leaking, signals: [heapOf(900)] }, withLeaks())).toEqual(['new']);
  });
});

describe('a trial is', () => {
  test('no worse where all is known, and what is gone is told', () => {
    const compared = againstBaseline(leaking, withLeaks(leak, other)).baseline;
    expect(compared).toMatchObject({ verdict: 'no-worse', reason: '1 leak is known from the baseline' });
    expect(compared?.gone.map(({ signature }) => signature)).toEqual(['other']);
    expect(verdict(stable, leaking)).toBe('no-worse');
  });

  test('worse by what is new and by what grows more', () => {
    const grown = { ...leak, retainedBytesPerRequest: 900 };
    expect(againstBaseline(withLeaks(grown, other), leaking).baseline).toMatchObject({
      verdict: 'worse',
      reason: 'against the baseline, 1 leak is new and 1 leak is worse',
    });
  });

  test('worse where a signal leaks that did not, though nothing could be named', () => {
    expect(verdict(withLeaks(), stable)).toBe('worse');
    expect(verdict(withLeaks(), withLeaks())).toBe('no-worse');
    expect(verdict({ ...withLeaks(), signals: [heapOf(900)] }, withLeaks())).toBe('worse');
  });

  test('not compared where it cannot tell', () => {
    expect(verdict({ ...stable, verdict: 'inconclusive' }, leaking)).toBe('inconclusive');
  });
});
