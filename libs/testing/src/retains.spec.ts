import { assertRetainsNothing } from './retains.ts';

jest.setTimeout(60_000);

class Report {
  readonly lines = ['one', 'two'];
}

const registry: { last: Report | null; all: Report[] } = { last: null, all: [] };
afterEach(() => {
  registry.last = null;
  registry.all = [];
});

test('objects that are let go are fine, whichever way they are told of', async () => {
  await assertRetainsNothing(() => new Report());
  await assertRetainsNothing((watch) => void watch(new Report()).lines.join(), { of: [Report] });
});

test('what is kept one after the other is told by its class, with who holds it', async () => {
  const leaky = () => void (registry.last = new Report());
  await expect(assertRetainsNothing(leaky, { of: [Report], calls: 4 })).rejects.toThrow(
    /^expected 4 calls to retain nothing, but 1 Report object is left of 4 calls\n\n {2}held by(.*\n)*.*\.last: Report/,
  );
});

test('what was there before is nobody else’s fault', async () => {
  registry.all = [new Report(), new Report()];
  await assertRetainsNothing(() => void new Report(), { of: [Report] });
});

test('a function that fails says nothing of memory', async () => {
  const broken = () => {
    throw new Error('no database');
  };
  await expect(assertRetainsNothing(broken, { of: [Report] })).rejects.toMatchObject({ code: 'RESPONSES_FAILED' });
});
