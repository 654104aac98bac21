import type { Judged } from './judged.ts';
import { MemoryAssertionError } from './memory-assertion-error.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { observer } from './outside.ts';
import { placeOf } from './places.ts';

/** How often the function is called. */
export interface ListenersOptions {
  /** Calls that are looked at, after one to warm up: 5 by default. */
  readonly calls?: number;
}

/**
 * Calls a function again and again and asserts that on no emitter or event target listeners pile up.
 *
 * @throws {MemoryAssertionError} where they do, with the line that adds them
 * @example
 * await assertAddsNoListeners(() => subscribe(feed)());
 */
export async function assertAddsNoListeners(act: () => unknown, options: ListenersOptions = {}): Promise<void> {
  const { pass, message } = await judgeListeners(act, options);
  if (!pass) throw new MemoryAssertionError(message, assertAddsNoListeners);
}

/** Whether none pile up, and what to say otherwise. */
export function judgeListeners(act: () => unknown, { calls = 5 }: ListenersOptions): Promise<Judged> {
  return oneAtATime(async () => {
    await act();
    const added = await observer().addedListeners(act, calls);
    if (added.length === 0) {
      return { pass: true, message: `expected ${calls} calls to leave listeners behind, but they leave none` };
    }
    const lines = added.map(
      ({ emitter, events, count, frames }) =>
        `  ${emitter} '${events.join("', '")}' × ${count}, added at ${placeOf(frames)}`,
    );
    return {
      pass: false,
      message: [`expected ${calls} calls to leave no listener behind, but they leave`, ...lines].join('\n'),
    };
  });
}
