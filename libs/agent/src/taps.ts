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
    // As `$0`, because a handle may be handed to nobody outside the realm of its object, and test runners have realms of their own.
    await post('HeapProfiler.addInspectedHeapObject', { heapObjectId: String(heapObjectId) });
    return await handedOver((hand) =>
      post('Runtime.evaluate', { expression: `(${hand})($0)`, includeCommandLineAPI: true }),
    );
  } catch {
    return nothing; // collected meanwhile, or internal to V8
  }
}

/** Turns the inspector's handle of an object into the object itself. */
export async function receive(objectId: string): Promise<Boxed> {
  const boxed = await handedOver(async (hand) => {
    const { result } = await post<{ result: { objectId?: string } }>('Runtime.evaluate', { expression: hand });
    await post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function (hand) { hand(this); }',
      arguments: [{ objectId: result.objectId }],
    });
  });
  await post('Runtime.releaseObject', { objectId });
  return boxed;
}

/** What the inspector hands over, told by which expression it finds the function that takes it. */
async function handedOver(give: (hand: string) => Promise<unknown>): Promise<Boxed> {
  let received: object | null = null;
  const hand = (value: unknown) => {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (isObject) received = value;
  };
  Object.defineProperty(globalThis, handover, { configurable: true, value: hand });
  try {
    await give(
      `globalThis[Object.getOwnPropertySymbols(globalThis).find((key) => key.description === ${JSON.stringify(handover.description)})]`,
    );
  } finally {
    Reflect.deleteProperty(globalThis, handover);
  }
  return { object: received };
}
