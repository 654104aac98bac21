import { inspector, post } from './inspect.ts';
import { contextOf } from './realm.ts';
import { receive } from './taps.ts';

const handover = Symbol.for('watertight: object');
const expression = `globalThis[Symbol.for('${handover.description}')]`;

/**
 * All live objects that have this prototype on their chain, of the realm with that global object; finding them walks the whole
 * heap.
 */
export async function instancesOf(prototype: object, realm: object = globalThis): Promise<object[]> {
  await inspector();
  const { objects } = await asHandle(prototype, realm, (prototypeObjectId) =>
    post<{ objects: { objectId: string } }>('Runtime.queryObjects', { prototypeObjectId }),
  );
  const { object } = await receive(objects.objectId, realm);
  return (object ?? []) as object[];
}

/** The id that an object has in the heap snapshots that were taken before. */
export async function idOf(object: object): Promise<number> {
  const { heapSnapshotObjectId } = await asHandle(object, globalThis, (objectId) =>
    post<{ heapSnapshotObjectId: string }>('HeapProfiler.getHeapObjectId', { objectId }),
  );
  return Number(heapSnapshotObjectId);
}

/** Lends the inspector's handle of an object of a realm, and lets it go again. */
async function asHandle<Answer>(
  object: object,
  realm: object,
  use: (objectId: string) => Promise<Answer>,
): Promise<Answer> {
  const context = realm === globalThis ? {} : { contextId: await contextOf(realm) };
  Object.defineProperty(realm, handover, { configurable: true, value: object });
  const { result } = await post<{ result: { objectId: string } }>('Runtime.evaluate', { expression, ...context });
  Reflect.deleteProperty(realm, handover);
  const answer = await use(result.objectId);
  await post('Runtime.releaseObject', { objectId: result.objectId });
  return answer;
}
