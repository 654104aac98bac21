import assert from 'node:assert';
import { test } from 'node:test';
import { assertStaysFlat, MemoryAssertionError, mountMiddleware } from '@watertight/testing';

test('one middleware alone stays flat', () => {
  const middleware = (_request, response, next) => {
    response.setHeader('x-served-by', 'us');
    next();
  };
  return assertStaysFlat(mountMiddleware(middleware), { route: 'GET /?id={n}' });
});

test('the app of a module leaks', () =>
  assert.rejects(assertStaysFlat('app.js', { route: 'GET /visits/{n}', exportName: 'createApp' }), (error) => {
    assert.ok(error instanceof MemoryAssertionError, String(error));
    assert.match(error.message, /app\.js:\d+:\d+/);
    return true;
  }));
