import type { NodeId, Ordinal } from '../brands.ts';
import { contextName } from '../growth/node-roles.ts';
import { nameOfSink } from './name-of-sink.ts';
import type { PathStep } from './retaining-path.ts';

const step = (type: string, name: string | number, nodeName = 'Object'): PathStep => ({
  edge: { type, name },
  node: { type: 'object', name: nodeName, id: 1 as NodeId, ordinal: 1 as Ordinal },
});
const variable = (name: string, nodeName?: string) => step('context', name, nodeName);
const field = (name: string, nodeName?: string) => step('property', name, nodeName);

test.each<[string, readonly PathStep[]]>([
  ['visitors', [variable('visitors', 'Map')]],
  ['bus', [variable('bus_1', 'Object'), field('bus', 'EventEmitter')]],
  ['table_1', [variable('table_1', 'Map')]],
  ['audit.entries', [variable('outer'), variable('audit'), field('entries')]],
  ['Store.cache', [variable('this', 'Store'), field('cache', 'Map')]],
  ['Store.cache', [field('_idleNext'), field('_onTimeout'), step('internal', 'bound_this', 'Store'), field('cache')]],
  ["config.on('change')", [variable('config', 'EventEmitter'), field('_events'), field('change', 'Array')]],
  ['config.on(…)', [variable('config', 'EventEmitter'), field('_events')]],
  ["shop.bus.on('sold')", [variable('shop'), field('bus', 'EventEmitter'), field('_events'), field('sold', 'Array')]],
  ["rooms[…].on('text')", [variable('rooms', 'Map'), step('internal', '6', 'Room'), field('_events'), field('text')]],
  [
    '(unnamed variable)',
    [variable('server', 'Server'), field('_events'), field('request', contextName), step('hidden', 0, 'Map')],
  ],
  [
    "agent.sockets[…].on('error')",
    [variable('agent'), field('sockets'), field('10.0.0.1:80:'), field('_events'), field('error')],
  ],
  ["types['text/html']", [variable('types'), field('text/html')]],
  ['rooms[…]', [variable('rooms'), field('room20417')]],
  ['(unnamed variable).cache', [field('scope', contextName), step('hidden', 0), field('cache', 'Map')]],
  ["Room.on('text')", [step('element', 3, 'Room'), field('_events'), field('text', 'Array')]],
])('an object is called %s', (name, path) => {
  expect(nameOfSink(path).name).toBe(name);
});

test('listeners are declared where their emitter is', () => {
  expect(nameOfSink([variable('shop'), field('bus'), field('_events'), field('sold')])).toMatchObject({
    variable: 'shop',
    fields: ['bus'],
  });
});
