import { post } from './inspect.ts';
import type { TapReport, TapTarget } from './protocol.ts';
import { StackCounter } from './stacks.ts';
import { sizeOf, tapObject, type Undo } from './tap-object.ts';

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
  for (const { heapObjectId, fields } of targets) {
    const { object } = performance.now() - started < withinMs ? await liveObject(heapObjectId) : nothing;
    const stacks = new StackCounter();
    const undo = object ? tapObject(object, fields, (callee) => stacks.note(callee)) : [];
    taps.push({ heapObjectId, object, stacks, undo });
  }
  return reportTaps();
}

export function reportTaps(): TapReport[] {
  return taps.map(({ heapObjectId, object, stacks }) => ({
    heapObjectId,
    state: object ? 'tapped' : 'missing',
    size: object ? sizeOf(object) : null,
    stacks: stacks.report(),
  }));
}

/** Leaves the objects as they were found, with what they hold now. */
export function removeTaps(): null {
  for (const { undo } of taps) while (undo.length > 0) undo.pop()!();
  taps = [];
  return null;
}

const handover = Symbol('watertight: the object to tap');

/** In a box, because a promise that was handed back bare would be awaited, perhaps for ever. */
interface Boxed {
  readonly object: object | null;
}
const nothing: Boxed = { object: null };

async function liveObject(heapObjectId: number): Promise<Boxed> {
  try {
    const { result } = await post<{ result: { objectId?: string } }>('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(heapObjectId),
    });
    if (!result.objectId) return nothing;
    return await receive(result.objectId);
  } catch {
    return nothing; // collected meanwhile, or internal to V8
  }
}

/** Turns the inspector's handle of an object into the object itself. */
export async function receive(objectId: string): Promise<Boxed> {
  let received: object | null = null;
  const hand = (object: object) => void (received = object);
  Object.defineProperty(globalThis, handover, { configurable: true, value: hand });
  const { result } = await post<{ result: { objectId?: string } }>('Runtime.evaluate', {
    expression: `globalThis[Object.getOwnPropertySymbols(globalThis).find((key) => key.description === ${JSON.stringify(handover.description)})]`,
  });
  await post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: 'function (hand) { hand(this); }',
    arguments: [{ objectId: result.objectId }],
  });
  Reflect.deleteProperty(globalThis, handover);
  await post('Runtime.releaseObject', { objectId });
  // The function too: the inspector would keep it, and with it what it has received.
  if (result.objectId !== undefined) await post('Runtime.releaseObject', { objectId: result.objectId });
  return { object: received };
}
