// What the assertions of a test ask of their own process. It has to be loaded outside a test runner's realm, because the
// inspector works in the first one.
import { chmodSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import { closeInspector, idsOf } from './inspect.ts';
import { instancesOf } from './instances.ts';
import type { OpenResource } from './protocol.ts';
import { countRegistrations } from './registrations.ts';
import { openResources, recordResources, stopRecording, watchFileCalls } from './resources.ts';
import { settle } from './sample.ts';

const settleMs = 20;

/** Rests and collects: what is left is reachable. */
export async function collect(): Promise<void> {
  await settle(settleMs);
}

/** The instances of a class, and of those that extend it, that are alive after a collection; prototypes are left out. */
export async function liveInstances(prototype: object): Promise<object[]> {
  await collect();
  const found = await instancesOf(prototype);
  return found.filter((object) => !isPrototype(object));
}

function isPrototype(object: object): boolean {
  const own = Object.getOwnPropertyDescriptor(object, 'constructor');
  return typeof own?.value === 'function' && (own.value as { prototype?: unknown }).prototype === object;
}

/** How many listeners long-lived emitters and targets have; later counts are of those that the first one saw. */
export async function countListeners(first: boolean): Promise<number> {
  return (await countRegistrations({ settleMs, first })).listeners;
}

/** Does something and answers which descriptors, handles and timers it left open, with who opened them. */
export async function leftOpen(act: () => Promise<void>): Promise<OpenResource[]> {
  const unwatch = watchFileCalls();
  try {
    recordResources({ timers: true });
    await act();
    return await openResources();
  } finally {
    stopRecording();
    unwatch();
  }
}

/**
 * Writes a snapshot that only its owner can read; answers the ids that the objects have in it. They are held weakly, for a path
 * to whoever holds them must not end here.
 */
export async function snapshotWith(file: string, objects: readonly WeakRef<object>[]): Promise<number[]> {
  const ids = await idsOf(objects);
  await collect();
  writeHeapSnapshot(file);
  chmodSync(file, 0o600);
  return ids;
}

/** Takes the inspector's hand off the process. */
export function stopObserving(): void {
  closeInspector();
}
