import { requestsPerRound } from './requests-per-round.mts';

test.each([
  [1, 53],
  [424, 53],
  [1_000, 113],
  [4_024, 503],
])('%d requests in all are rounds of %d', (requests, perRound) => {
  expect(requestsPerRound(requests)).toBe(perRound);
});
