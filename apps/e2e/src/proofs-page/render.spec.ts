import type { HealResult } from '@watertight/evidence';
import { renderProofs, type Proof } from './render.ts';

const cause = { id: 'unbounded-cache', title: 'A cache without a bound' } as const;
const side = (slopePerRequest: number, verdict: 'leaking' | 'stable') => ({
  verdict,
  slopePerRequest,
  interval: [slopePerRequest, slopePerRequest],
  unit: 'bytes',
});
const healing = (after: number, accepted = true, before = 400) =>
  ({
    healed: [
      {
        accepted,
        before: side(before, 'leaking'),
        after: side(after, 'stable'),
        responses: { compared: 30, different: 0 },
      },
    ],
    remaining: [{ why: 'no rewrite | is safe' }],
    before: { reason: 'the heap grows' },
  }) as unknown as HealResult;
const page = (...outcomes: Proof['outcome'][]) =>
  renderProofs(
    outcomes.map((outcome) => ({ cause, outcome })),
    { node: 'v22.1.0', durationMs: 61_000 },
  );
const rows = (...outcomes: Proof['outcome'][]) =>
  page(...outcomes)
    .split('\n')
    .filter((line) => line.startsWith('| ['));

test('each proof says how much grew before and after, and what part of it is left', () => {
  expect(rows(healing(2))).toEqual([
    '| [`unbounded-cache`](../libs/catalog/src/causes/unbounded-cache/README.md) | leaking, 400 B | stable, 2 B | 0.5 % | 30 compared, all agree |',
  ]);
});

test('growth below zero is none, and where nothing grew before there is no part of it', () => {
  expect(rows(healing(-3))[0]).toContain('| stable, 0 B | 0.0 % |');
  expect(rows(healing(0, true, 0))[0]).toContain('| nothing kept |');
});

test('more than one per cent that is left, no proof and an error are marked', () => {
  expect(rows(healing(5))[0]).toContain('⚠ 1.3 %');
  expect(rows(healing(5, false))[0]).toContain(String.raw`⚠ no rewrite \| is safe`);
  expect(rows({ error: 'BUILD_FAILED:\nline two' })[0]).toContain('⚠ BUILD_FAILED: line two');
});

test('the page counts what was proved, and says by which Node', () => {
  expect(page(healing(0), healing(0, false))).toContain('**1 of 2 healed with an accepted proof.**');
  expect(page(healing(0))).toContain('Node 22.1.0, 1 min 1 s');
});
