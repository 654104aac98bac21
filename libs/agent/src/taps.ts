import { declaredCap, declaredCount } from './declared-numbers.ts';
import { post } from './inspect.ts';
import type { TapReport, TapTarget } from './protocol.ts';
import { StackCounter } from './stacks.ts';
import { sizeOf, stopSeeingThrough, tapObject, type Undo } from './tap-object.ts';

interface Tap {
  readonly heapObjectId: number;
  readonly object: object | null;
  readonly stacks: StackCounter;
  readonly undo: Undo[];
}

let taps: Tap[] = [];

/**
 * Taps live objects, found by their ids in a heap snapshot: from now on each insertion into one of them notes its
 * call stack. Only those objects change, so the rest of the program runs as before.
 */
export async function addTaps(targets: readonly TapTarget[], withinMs: number): Promise<TapReport[]> {
  const started = performance.now();
  for (const { heapObjectId, ...tapped } of targets) {
    const { object } = performance.now() - started < withinMs ? await liveObject(heapObjectId) : nothing;
    const stacks = new StackCounter();
    const undo = object ? tapObject(object, tapped, (callee) => stacks.note(callee)) : [];
    taps.push({ heapObjectId, object, stacks, undo });
  }
  return reportTaps();
}

/** From now on insertions are counted only: a stack is dear where nothing is compiled. */
export function countOnly(): null {
  for (const { stacks } of taps) stacks.countOnly();
  return null;
}

export function reportTaps(): TapReport[] {
  return taps.map(({ heapObjectId, object, stacks }) => ({
    heapObjectId,
    state: object ? 'tapped' : 'missing',
    size: object && sizeOf(object),
    count: object && declaredCount(object),
    cap: object && declaredCap(object),
    stacks: stacks.report(),
  }));
}

/** Leaves the objects as they were found, with what they hold now. */
export function removeTaps(): null {
  for (const { undo } of taps) while (undo.length > 0) undo.pop()!();
  taps = [];
  stopSeeingThrough();
  return null;
}

const handover = Symbol.for('watertight: hand');

/** In a box, because a promise that was handed back bare would be awaited, perhaps for ever. */
interface Boxed {
  readonly object: object | null;
}
const nothing: Boxed = { object: null };

/** The object that has an id in heap snapshots. */
async function liveObject(heapObjectId: number): Promise<Boxed> {
  try {
    // As `$0`: a handle belongs to the realm of its object, and test runners have realms of their own.
    await post('HeapProfiler.addInspectedHeapObject', { heapObjectId: String(heapObjectId) });
    return await handedOver(globalThis, (hand) =>
      post('Runtime.evaluate', { expression: `${hand}($0)`, includeCommandLineAPI: true }),
    );
  } catch {
    return nothing; // collected meanwhile, or internal to V8
  }
}

/** Turns the inspector's handle of an object into the object itself; `realm` is the global object of the object's realm. */
export async function receive(objectId: string, realm: object = globalThis): Promise<Boxed> {
  const boxed = await handedOver(realm, (hand) =>
    post('Runtime.callFunctionOn', { objectId, functionDeclaration: `function () { ${hand}(this); }` }),
  );
  await post('Runtime.releaseObject', { objectId });
  return boxed;
}

/** What is given to the function that `hand` names in a realm. */
async function handedOver(realm: object, give: (hand: string) => Promise<unknown>): Promise<Boxed> {
  let received: object | null = null;
  const take = (value: unknown) => {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (isObject) received = value;
  };
  Object.defineProperty(realm, handover, { configurable: true, value: take });
  try {
    await give(`globalThis[Symbol.for('${handover.description}')]`);
  } finally {
    Reflect.deleteProperty(realm, handover);
  }
  // V8 may hold the function on for a while, in a cache of its own: the object must not hang on it.
  const object = received;
  received = null;
  return { object };
}
