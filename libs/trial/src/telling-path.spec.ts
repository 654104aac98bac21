import { context, drawHeap, internal, property, shortcut, type Drawing } from '@watertight/heap-snapshot-testing';
import { parseSnapshot, pathBetween, type Ordinal } from '@watertight/heap-snapshot';
import { pathToSink, tellingPath } from './telling-path.ts';

/** A function of a script, and the scope whose variables it uses. */
function code(name: string, scriptId: number, script: string): Drawing {
  return {
    [name]: {
      type: 'closure',
      location: { scriptId, line: 0, column: 0 },
      edges: [internal(`${name}Scope`, 'context'), internal(`${name}Shared`, 'shared')],
    },
    [`${name}Shared`]: { type: 'code', edges: [internal(`${name}Script`, 'script')] },
    [`${name}Script`]: { type: 'code', edges: [internal(`${name}File`, 'name')] },
    [`${name}File`]: { type: 'string', name: script },
  };
}

// handle (own) —variable bus→ EventEmitter (its class is the runtime's) → _events → list → listener (own)
const drawing: Drawing = {
  root: [shortcut('global')],
  global: ['handle', 'emit', 'listener'],
  ...code('handle', 1, '/srv/app/src/server.js'),
  ...code('emit', 2, 'node:events'),
  ...code('listener', 3, '/srv/app/node_modules/express/lib/express.js'),
  handleScope: { name: 'system / Context', edges: [context('bus')] },
  emitScope: { name: 'system / Context' },
  listenerScope: { name: 'system / Context' },
  bus: { name: 'EventEmitter', location: { scriptId: 2, line: 3, column: 1 }, edges: [property('events', '_events')] },
  events: [property('list', 'change')],
  list: { name: 'Array', edges: [property('listener', 'onChange')] },
};

test('each line of a path says whose it is: a variable is of its script, an object of its class, others of their holder', () => {
  const drawn = drawHeap(drawing);
  const snapshot = parseSnapshot([drawn.bytes]);
  const ordinalOf = (name: string) => drawn.ordinalOf(name) as Ordinal;
  const toEntry = pathBetween(snapshot, ordinalOf('list'), ordinalOf('listener'));
  const { script, lines, origins } = tellingPath(snapshot, pathToSink(snapshot, ordinalOf('list')), toEntry);

  expect(script?.file).toBe('/srv/app/src/server.js');
  expect(lines.map((line, index) => `${line} (${origins[index]!.kind})`)).toEqual([
    'bus: EventEmitter (own)',
    '._events: events (runtime)',
    '.change: Array (runtime)',
    '.onChange: listener (dependency)',
  ]);
});
