import { Fill } from './fill.ts';

const requestsPerLook = 100;

function filled(
  entries: readonly number[],
  { cap = null as number | null, isCounted = false, inserts = true, mostPerRequest = 1 } = {},
) {
  const fill = new Fill(mostPerRequest, { isCounted });
  entries.forEach((each, look) =>
    fill.add({ requests: requestsPerLook, entries: each, insertions: inserts ? look * requestsPerLook : 0, cap }),
  );
  return fill;
}

const boundOf = (fill: Fill, sameWork = true) => fill.boundAfter(sameWork);

test('what grows look by look is not bounded', () => {
  expect(boundOf(filled([100, 200, 300, 400, 500]))).toEqual({ bounded: false, drained: false, unfilledCap: null });
});

test('what stays as it is while insertions go on is bounded, whatever the load does', () => {
  const fill = filled([100, 200, 250, 250, 250, 250]);
  expect(fill.isAtRest).toBe(true);
  expect(boundOf(fill, false).bounded).toBe(true);
});

test('what stays as it is because nothing comes in is bounded only where the load still does its work', () => {
  const fill = filled([250, 250, 250, 250], { inserts: false });
  expect(boundOf(fill, true).bounded).toBe(true);
  expect(boundOf(fill, false).bounded).toBe(false);
});

test('a list that counts itself is believed once it was seen to grow', () => {
  expect(filled([10, 10, 10, 10, 10], { isCounted: true }).isAtRest).toBe(false);
  expect(filled([5, 10, 10, 10, 10], { isCounted: true }).isAtRest).toBe(true);
});

test('keys that are nearly used up fade', () => {
  const entries = Array.from({ length: 24 }, (_, look) => Math.round(1000 * (1 - 0.7 ** look)));
  expect(boundOf(filled(entries)).bounded).toBe(true);
});

test('what takes in ever less is filled on until it is as good as full', () => {
  // The first look gains 100 entries, each later one 5 % less.
  const slowing = Array.from({ length: 80 }, (_, look) => Math.round(2000 * (1 - 0.95 ** look)));
  const isFillingAfter = (looks: number) => filled(slowing.slice(0, looks)).isFilling;
  expect([10, 24, 40, 80].map(isFillingAfter)).toEqual([false, true, true, false]);
  expect(boundOf(filled(slowing)).bounded).toBe(true);
});

test('what grows at the pace it was found with is not waited for', () => {
  const steady = Array.from({ length: 40 }, (_, look) => 100 * look);
  expect(filled(steady).isFilling).toBe(false);
});

test('what lies in the entries is not taken for entries that are missing', () => {
  const steady = Array.from({ length: 40 }, (_, look) => 100 * look);
  const fill = filled(steady, { mostPerRequest: 21 });
  expect(fill.isFilling).toBe(false);
  expect(boundOf(fill).bounded).toBe(false);
});

test('what has not reached the cap that it names may be bounded: it is filled where that can be done', () => {
  const fill = filled([100, 200, 300, 400, 500], { cap: 10_000 });
  expect(fill.isFilling).toBe(true);
  expect(boundOf(fill)).toEqual({ bounded: false, drained: false, unfilledCap: 10_000 });
  expect(filled([100, 200], { cap: 50_000_000 }).isFilling).toBe(false);
});

describe('without load', () => {
  const rested = (...entries: readonly number[]) => {
    const fill = filled([20, 200, 300, 400, 520]);
    entries.forEach((each) => fill.rest(each));
    return fill;
  };

  test('a backlog goes, as long as it takes, and is no leak', () => {
    expect(rested(300).isDraining).toBe(true);
    expect(rested(300, 10).isDraining).toBe(false);
    expect(boundOf(rested(300, 10))).toEqual({ bounded: true, drained: true, unfilledCap: null });
  });

  test('what stays is a leak, also where some of it goes', () => {
    expect(rested(520).isDraining).toBe(false);
    expect(boundOf(rested(520)).bounded).toBe(false);
    expect(boundOf(rested(400, 300, 300)).bounded).toBe(false);
  });
});
