// What the assertions of a test ask of their own process. It has to be loaded outside a test runner's realm, because the
// inspector works in the first one.
import { AsyncLocalStorage } from 'node:async_hooks';
import { chmodSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import { idOf, instancesOf } from './instances.ts';
import { inspector } from './inspect.ts';
import type { OpenResource } from './protocol.ts';
import { openResources, recordResources, stopRecording, watchFileCalls } from './resources.ts';
import { settle } from './sample.ts';

export { addedListeners, type AddedListeners } from './added-listeners.ts';
export { collectGarbage } from './engine.ts';
export { listenersOfEmitter } from './registrations.ts';

const settleMs = 20;

/** Rests and collects: what is left is reachable. */
export async function collect(): Promise<void> {
  await settle(settleMs);
}

/**
 * The instances of a class, and of those that extend it, that are alive after a collection; prototypes are left out. `realm` is
 * the global object of the realm that the class is of.
 */
export async function liveInstances(prototype: object, realm: object = globalThis): Promise<object[]> {
  await collect();
  const found = await instancesOf(prototype, realm);
  return found.filter((object) => !isPrototype(object));
}

function isPrototype(object: object): boolean {
  const own = Object.getOwnPropertyDescriptor(object, 'constructor');
  return typeof own?.value === 'function' && (own.value as { prototype?: unknown }).prototype === object;
}

/**
 * Does something and answers which descriptors, handles and timers it left open, with who opened them. What others open meanwhile,
 * such as a test runner, is not its.
 */
export async function leftOpen(act: () => Promise<void>): Promise<OpenResource[]> {
  const unwatch = watchFileCalls();
  const scope = new AsyncLocalStorage<true>();
  try {
    recordResources({ timers: true, within: () => scope.getStore() === true });
    await scope.run(true, act);
    return await openResources();
  } finally {
    stopRecording();
    unwatch();
  }
}

/**
 * Writes a snapshot that only its owner can read; answers the ids that the objects have in it, but for those that are gone.
 * They are held weakly, for a path to whoever holds them must not end here.
 */
export async function snapshotWith(file: string, objects: readonly WeakRef<object>[]): Promise<number[]> {
  const ids: number[] = [];
  await inspector();
  await collect();
  writeHeapSnapshot(file);
  chmodSync(file, 0o600);
  // Only a snapshot numbers the objects.
  for (const reference of objects) {
    const id = await idOfLive(reference);
    if (id !== null) ids.push(id);
  }
  return ids;
}

function idOfLive(reference: WeakRef<object>): Promise<number | null> {
  const object = reference.deref();
  return object ? idOf(object) : Promise.resolve(null);
}
