import { summarize } from './summarize.ts';
import { drawSample, drawTotals } from './testing/drawn.ts';

test('a quantity has its first, last, least, most and mean value', () => {
  const samples = [30, 10, 50, 10].map((rssBytes, second) => drawSample({ atMs: second * 1000, rssBytes }));
  const summary = summarize(samples, drawTotals(), 4000);
  expect(summary.rssBytes).toEqual({ first: 30, last: 10, least: 10, most: 50, mean: 25 });
  expect(summary).toMatchObject({ samples: 4, spanMs: 3000, last: samples[3] });
});

test('a hundred thousand samples are no problem', () => {
  const samples = Array.from({ length: 200_000 }, (_, second) => drawSample({ rssBytes: second }));
  expect(summarize(samples, drawTotals(), 1).rssBytes).toMatchObject({ least: 0, most: 199_999 });
});

test('the time the program stood still is told as a part of all', () => {
  const minor = { count: 10, pauseMs: 30, longestPauseMs: 5, freedBytes: 100 };
  const major = { count: 1, pauseMs: 70, longestPauseMs: 70, freedBytes: 900 };
  expect(summarize([drawSample()], drawTotals({ minor, major }), 1000).pausedShare).toBe(0.1);
  expect(summarize([drawSample()], drawTotals(), 0).pausedShare).toBe(0);
});
