import { post } from './inspect.ts';
import { receive } from './taps.ts';

/** All live objects that have this prototype on their chain; finding them walks the whole heap. */
export async function instancesOf(prototype: object): Promise<object[]> {
  const key = Symbol.for('watertight: prototype');
  Object.defineProperty(globalThis, key, { configurable: true, value: prototype });
  const { result } = await post<{ result: { objectId: string } }>('Runtime.evaluate', {
    expression: `globalThis[Symbol.for('watertight: prototype')]`,
  });
  Reflect.deleteProperty(globalThis, key);
  const { objects } = await post<{ objects: { objectId: string } }>('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
  });
  await post('Runtime.releaseObject', { objectId: result.objectId });
  const { object } = await receive(objects.objectId);
  return (object ?? []) as object[];
}
