import type { InspectorNotification, Runtime } from 'node:inspector';
import { inspector, post } from './inspect.ts';

const mark = Symbol.for('watertight: realm');

/** The inspector's number of the realm with that global object: test runners run tests in realms of their own. */
export async function contextOf(realm: object): Promise<number> {
  const session = await inspector();
  const contexts: number[] = [];
  const onContext = ({ params }: InspectorNotification<Runtime.ExecutionContextCreatedEventDataType>) =>
    void contexts.push(params.context.id);
  session.on('Runtime.executionContextCreated', onContext);
  await post('Runtime.enable');
  session.off('Runtime.executionContextCreated', onContext);
  Object.defineProperty(realm, mark, { configurable: true, value: true });
  try {
    for (const contextId of contexts) if (await isMarked(contextId)) return contextId;
  } finally {
    Reflect.deleteProperty(realm, mark);
    await post('Runtime.disable');
  }
  throw new Error('expected a global object that the inspector knows');
}

async function isMarked(contextId: number): Promise<boolean> {
  const { result } = await post<{ result: { value?: unknown } }>('Runtime.evaluate', {
    expression: `globalThis[Symbol.for('${mark.description}')] === true`,
    contextId,
  });
  return result.value === true;
}
