import { survivorRounds } from './survivor-rounds.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

jest.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

interface Block {
  readonly number: number;
  /** How many blocks have been sent since. */
  readonly newer: number;
  /** How often it was waited since. */
  readonly waits: number;
}

/** A target whose survivors are a function of the block in which they were allocated. */
async function roundsWith(alive: (block: Block) => number) {
  const waitsAtEnd: number[] = [];
  let waits = 0;
  const answers = {
    timers: () => ({ repeatMs: [], timeoutMs: [] }),
    sample: () => ({ heapUsedBytes: 5_000_000 }),
    'track-mark': () => {
      waitsAtEnd.push(waits);
      return {
        alive: waitsAtEnd.map((before, number) =>
          alive({ number, newer: waitsAtEnd.length - 1 - number, waits: waits - before }),
        ),
      };
    },
  };
  const target = {
    ask: (verb: string) => Promise.resolve(verb in answers ? answers[verb as keyof typeof answers]() : {}),
    orGone: (waiting: Promise<unknown>) => waiting,
  } as unknown as Target;
  const work = { send: () => Promise.resolve() } as unknown as Work;
  const rounds = await survivorRounds(target, work, 100, () => (waits += 1));
  return { ...rounds!, waits };
}

test('a leak is waited for once, also where the first block has lost what the warm-up left', async () => {
  const result = await roundsWith(({ number, newer }) => 300 + (number === 0 && newer < 4 ? 500 : 0));
  expect(result).toMatchObject({ signal: { verdict: 'leaking' }, waits: 1, pushedOutAfterRequests: 0 });
});

test('entries that newer ones push out are told by more load, without a longer wait', async () => {
  const result = await roundsWith(({ newer }) => (newer < 7 ? 300 : 0));
  expect(result).toMatchObject({ signal: { verdict: 'stable' }, waits: 1, pushedOutAfterRequests: 700 });
});

test('entries that expire late are waited for as long as it takes', async () => {
  const result = await roundsWith(({ number, waits }) => (waits >= (number === 0 ? 1 : 3) ? 0 : 300));
  expect(result).toMatchObject({ signal: { verdict: 'stable' }, pushedOutAfterRequests: 0 });
  expect(result.waits).toBeGreaterThan(1);
});
