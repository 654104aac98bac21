import { roundSize } from './round-size.ts';

test.each([
  [10, 53],
  [200, 53],
  [400, 101],
  [1_000, 251],
  [5_000, 503],
])('at %i requests per second a round has %i', (requestsPerSecond, requests) => {
  expect(roundSize({ requestsPerSecond, growthBytesPerRequest: 0, routes: 1 })).toBe(requests);
});

test.each([
  [-400, 503],
  [400, 503],
  [5_000, 251],
  [11_000, 101],
  [200_000, 53],
])('where each request leaves %i bytes a round has %i', (growthBytesPerRequest, requests) => {
  expect(roundSize({ requestsPerSecond: 5_000, growthBytesPerRequest, routes: 1 })).toBe(requests);
});

test.each([
  [17, 53],
  [28, 101],
  [40, 251],
  [400, 503],
])('for each of %i routes to have its turns a round has %i, however slow they are', (routes, requests) => {
  expect(roundSize({ requestsPerSecond: 10, growthBytesPerRequest: 0, routes })).toBe(requests);
});
