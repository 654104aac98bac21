import { roundSize } from './round-size.ts';

test.each([
  [10, 53],
  [200, 53],
  [400, 101],
  [1_000, 251],
  [5_000, 503],
])('at %i requests per second a round has %i', (requestsPerSecond, requests) => {
  expect(roundSize(requestsPerSecond)).toBe(requests);
});
