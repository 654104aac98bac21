import { parseRoute } from './parse-route.ts';
import { parseScenario } from './parse-scenario.ts';
import { fillRoute } from './fill.ts';

describe('parseRoute', () => {
  test('reads a bare path as GET', () => {
    expect(parseRoute('/users/{n}')).toEqual({ method: 'GET', path: '/users/{n}', headers: {} });
  });

  test('reads method, path and a JSON body, and names its type', () => {
    expect(parseRoute('post /login {"user": "u{n}"}')).toEqual({
      method: 'POST',
      path: '/login',
      headers: { 'content-type': 'application/json' },
      body: '{"user": "u{n}"}',
    });
  });

  test('leaves a content type that was given', () => {
    expect(parseRoute('POST /a [1]', { 'Content-Type': 'text/plain' }).headers).toEqual({
      'content-type': 'text/plain',
    });
  });

  test.each(['', 'GET', 'users', 'FETCH /x', 'GET users'])('refuses %j and shows what a route looks like', (text) => {
    expect(() => parseRoute(text)).toThrow(
      expect.objectContaining({ code: 'NO_ROUTE', message: expect.stringContaining('GET /users/{n}') }),
    );
  });
});

test('fillRoute puts the number into path, headers and body', () => {
  const route = { method: 'POST', path: '/a/{n}?b={n}', headers: { 'x-client': 'c{n}' }, body: '{"n":{n}}' };
  expect(fillRoute(route, 7)).toEqual({
    method: 'POST',
    path: '/a/7?b=7',
    headers: { 'x-client': 'c7' },
    body: '{"n":7}',
  });
});

describe('parseScenario', () => {
  test('reads requests in turn, with bodies and broken-off responses', () => {
    const text =
      '{"concurrency":2,"requests":[{"path":"/stream","abort":"after-headers"},{"method":"post","path":"/x","body":{"a":1}}]}';
    expect(parseScenario(text)).toEqual({
      concurrency: 2,
      routes: [
        { method: 'GET', path: '/stream', headers: {}, abort: 'after-headers' },
        { method: 'POST', path: '/x', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
      ],
    });
  });

  test.each([
    ['not JSON', 'USAGE'],
    ['{}', 'NO_ROUTE'],
    ['{"requests":[]}', 'NO_ROUTE'],
    ['{"requests":[{"path":"x"}]}', 'NO_ROUTE'],
    ['{"requests":[{"path":"/x","abort":"later"}]}', 'NO_ROUTE'],
    ['{"concurrency":0,"requests":[{"path":"/x"}]}', 'USAGE'],
  ])('refuses %s', (text, code) => {
    expect(() => parseScenario(text)).toThrow(expect.objectContaining({ code }));
  });
});

test('a pattern of a framework is no path, and a method alone lacks its quotes: both are told what to write', () => {
  expect(() => parseRoute('GET /users/:id/posts/:post')).toThrow("write {n} for :id: '/users/{n}/posts/{n}'");
  expect(() => parseRoute('GET')).toThrow('into one pair of quotes');
});
