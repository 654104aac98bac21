import type { Judged } from './judged.ts';
import { MemoryAssertionError } from './memory-assertion-error.ts';
import { tellHolder } from './holders.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { observer } from './outside.ts';

/** A class, be it abstract. */
export type Class = abstract new (...args: never[]) => object;

/**
 * Counts the instances of a class, and of those that extend it, that are alive after a collection, in this process.
 *
 * @example
 * await countInstances(Session); // 3
 */
export function countInstances(counted: Class): Promise<number> {
  return oneAtATime(async () => (await liveInstances(counted)).length);
}

/** How many instances may be alive: exactly so many, or at most. */
export type InstanceCount = number | { readonly atMost: number };

/**
 * Asserts how many instances of a class are alive after a collection, in this process.
 *
 * @throws {MemoryAssertionError} where there are others, with who holds one of them
 * @example
 * await assertInstances(Session, { atMost: 3 });
 */
export async function assertInstances(counted: Class, expected: InstanceCount): Promise<void> {
  const { pass, message } = await judgeInstances(counted, expected);
  if (!pass) throw new MemoryAssertionError(message, assertInstances);
}

/** Whether there are as many as expected, and what to say otherwise. */
export function judgeInstances(counted: Class, expected: InstanceCount): Promise<Judged> {
  return oneAtATime(async () => {
    const live = await liveInstances(counted);
    const wanted = typeof expected === 'number' ? `${expected}` : `at most ${expected.atMost}`;
    const pass = typeof expected === 'number' ? live.length === expected : live.length <= expected.atMost;
    const heading = `expected ${wanted} ${counted.name} ${live.length === 1 && wanted === '1' ? 'object' : 'objects'} to be alive, found ${live.length}`;
    const held = pass || live.length === 0 ? [] : await tellHolder(live.slice(-1));
    return { pass, message: [heading, ...(held.length > 0 ? ['', ...held] : [])].join('\n') };
  });
}

/** Held weakly, so that counting keeps none of them. */
export async function liveInstances({ prototype }: Class): Promise<WeakRef<object>[]> {
  const found = await observer().liveInstances(prototype as object, globalThis);
  return found.map((object) => new WeakRef(object));
}
