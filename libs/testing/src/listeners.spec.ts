import { EventEmitter } from 'node:events';
import { assertAddsNoListeners } from './listeners.ts';

jest.setTimeout(60_000);

class Feed extends EventEmitter {}

test('listeners that are taken off again are fine', async () => {
  const feed = new Feed();
  await assertAddsNoListeners(() => {
    const listener = () => undefined;
    feed.on('price', listener);
    feed.off('price', listener);
  });
});

test('listeners of what each call makes anew are fine', async () => {
  const kept: Feed[] = [];
  await assertAddsNoListeners(() => {
    const feed = new Feed();
    feed.on('price', () => undefined);
    kept.push(feed);
  });
});

test('listeners that pile up are told with their emitter, their event and the line that adds them', async () => {
  const feed = new Feed();
  feed.on('price', () => undefined);
  const leaky = () => feed.on('price', () => undefined);
  await expect(assertAddsNoListeners(leaky)).rejects.toThrow(
    /^expected 5 calls to leave no listener behind, but they leave\n {2}Feed 'price' × 5, added at .*listeners\.spec\.ts:29:\d+$/,
  );
});

test('so are those of an event target', async () => {
  const { signal } = new AbortController();
  await expect(
    assertAddsNoListeners(() => signal.addEventListener('abort', () => undefined), { calls: 3 }),
  ).rejects.toThrow(/AbortSignal 'abort' × 3/);
});

test('the methods of emitters are put back', async () => {
  const methodOf = () => Reflect.get(EventEmitter.prototype, 'on') as unknown;
  const before = methodOf();
  await assertAddsNoListeners(() => undefined);
  expect(methodOf()).toBe(before);
});
