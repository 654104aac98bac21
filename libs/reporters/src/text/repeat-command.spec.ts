import { trafficName } from '@watertight/evidence';
import { leaking } from '../testing/drawn-results.ts';
import { repeatCommand } from './repeat-command.ts';

test('a quote within a route ends neither the route nor the command', () => {
  expect(repeatCommand({ ...leaking.trial, routes: ["GET /a'b"], warmUpRequests: 0 })).toBe(
    String.raw`npx watertight check --route 'GET /a'\''b' --requests 503 -- node dist/server.js`,
  );
});

test.each([
  ['a load command', 'k6 run shop.js', "--load 'k6 run shop.js'"],
  ['a module', 'load/sockets.mjs', "--scenario 'load/sockets.mjs'"],
  ['the traffic that came in', trafficName, '--watch-traffic'],
])('%s is named in place of routes', (_, load, option) => {
  expect(repeatCommand({ ...leaking.trial, load, routes: [], warmUpRequests: 0 })).toBe(
    `npx watertight check ${option} --requests 503 -- node dist/server.js`,
  );
});

test('a process that ran already is attached to again', () => {
  expect(repeatCommand({ ...leaking.trial, attachedTo: '4711', routes: ['GET /a'], warmUpRequests: 0 })).toBe(
    "npx watertight attach 4711 --route 'GET /a' --requests 503",
  );
});
