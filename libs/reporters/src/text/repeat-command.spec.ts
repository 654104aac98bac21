import { leaking } from '../testing/drawn-results.ts';
import { repeatCommand } from './repeat-command.ts';

test('a quote within a route ends neither the route nor the command', () => {
  expect(repeatCommand({ ...leaking.trial, routes: ["GET /a'b"], warmUpRequests: 0 })).toBe(
    String.raw`npx watertight check --route 'GET /a'\''b' --requests 503 -- node dist/server.js`,
  );
});
