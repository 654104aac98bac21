import { context, internal, property, shortcut, type Drawing } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { nameOfSink } from './name-of-sink.ts';
import { programPath } from './program-path.ts';

const isOfProgram = (script: string) => script.startsWith('/app/');

/** A function, the scope whose variables it uses, and the script that it stands in. */
function code(name: string, script: string): Drawing {
  return {
    [name]: { type: 'closure', edges: [internal(`${name}Scope`, 'context'), internal(`${name}Shared`, 'shared')] },
    [`${name}Shared`]: { type: 'code', edges: [internal(`${name}Script`, 'script')] },
    [`${name}Script`]: { type: 'code', name: `system / Script / ${script}` },
  };
}

// global → insert → (timerListMap) → timer → bound → store → _events → listeners ← … ← handle ← global
const timers: Drawing = {
  root: [shortcut('global')],
  global: ['insert', 'server'],
  ...code('insert', 'node:internal/timers'),
  insertScope: { name: 'system / Context', edges: [context('timer', 'timerListMap')] },
  timer: [property('refresh', '_onTimeout')],
  refresh: { type: 'closure', name: 'bound refresh', edges: [internal('store', 'bound_this')] },
  store: { name: 'Store', edges: [property('events', '_events')] },
  events: [property('listeners', 'change')],
  listeners: { name: 'Array', edges: [] },
};
const server: Drawing = {
  server: [property('request')],
  request: ['handle'],
  ...code('handle', '/app/server.js'),
  handleScope: { name: 'system / Context', edges: [context('store')] },
};

const nameIn = (drawing: Drawing) => {
  const { snapshot, ordinalOf } = readDrawing(drawing);
  return nameOfSink(programPath(snapshot, ordinalOf('listeners'), isOfProgram)).name;
};

test('comes in by a variable of the program although a timer is nearer', () => {
  expect(nameIn({ ...timers, ...server })).toBe("store.on('change')");
});

test('begins behind the variables of the runtime where the program has none', () => {
  expect(nameIn({ ...timers, server: [] })).toBe("Store.on('change')");
});

test("a table of the runtime itself keeps the name of the runtime's variable", () => {
  const { snapshot, ordinalOf } = readDrawing({ ...timers, server: [] });
  expect(nameOfSink(programPath(snapshot, ordinalOf('timer'), isOfProgram)).name).toBe('timerListMap');
});

test('does not come in by a variable of what the object itself keeps', () => {
  const listener: Drawing = {
    listeners: { name: 'Array', edges: ['listener'] },
    ...code('listener', '/app/server.js'),
    listenerScope: { name: 'system / Context', edges: [context('store', 'own')] },
  };
  expect(nameIn({ ...timers, server: [], ...listener })).toBe("Store.on('change')");
});

test('is the plain path where a variable of the program is on it already', () => {
  const { snapshot, ordinalOf } = readDrawing({
    root: [shortcut('global')],
    global: ['handle'],
    ...code('handle', '/app/server.js'),
    handleScope: { name: 'system / Context', edges: [context('visitors')] },
    visitors: { name: 'Map' },
  });
  const path = programPath(snapshot, ordinalOf('visitors'), isOfProgram);
  expect(path.map(({ edge }) => edge.name)).toEqual(['global', 'handle', 'context', 'visitors']);
});
