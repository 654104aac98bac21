import { setTimeout as delay } from 'node:timers/promises';
import type { TapReport } from '@watertight/agent';
import { boundsOf } from './bounds.ts';
import type { Suspect } from './localise.ts';
import type { Target } from './target.ts';
import type { LoadPart, Work } from './work.ts';

jest.setTimeout(30_000);

const suspect = { heapObjectId: 17, kind: 'Map', fields: [], owners: [], entriesPerRequest: 1 } as unknown as Suspect;

/** A target whose map gains an entry with each request, and loses entries of itself at so many per second. */
function boundWith(lostPerSecond: number) {
  let inserted = 0;
  let sent = 0;
  const started = performance.now();
  const size = () => Math.max(0, inserted - Math.round(((performance.now() - started) / 1000) * lostPerSecond));
  const reports = (): TapReport[] => [
    {
      heapObjectId: 17,
      state: 'tapped',
      size: size(),
      count: null,
      cap: null,
      stacks: [{ count: inserted, frames: [] }],
    },
  ];
  const answers: Record<string, unknown> = { limits: { heapUsedBytes: 1e6, heapLimitBytes: 1e9, availableBytes: 1e9 } };
  const target = {
    ask: (op: string) => Promise.resolve(op === 'tap-report' ? reports() : answers[op]),
    orGone: <Value>(work: Promise<Value>) => work,
  } as unknown as Target;
  const send = async (requests: number) => {
    await delay(40);
    inserted += requests;
    sent += requests;
    return requests;
  };
  const part = { name: 'POST /jobs', send } as unknown as LoadPart;
  const work = {
    parts: [part],
    bytesPerResponse: 20,
    get sent() {
      return sent;
    },
  } as unknown as Work;
  return boundsOf(target, work, [{ suspect, routes: ['POST /jobs'] }]).then((bounds) => bounds.get(suspect));
}

test('a backlog that grows under load and goes at rest is bounded', async () => {
  await expect(boundWith(4_000)).resolves.toEqual({ bounded: true, drained: true, unfilledCap: null });
});

test('what only grows is left alone for a moment and is not bounded', async () => {
  await expect(boundWith(0)).resolves.toEqual({ bounded: false, drained: false, unfilledCap: null });
});
