import { isBefore } from './is-before.ts';
import { knownLeaks, leaksOf, type KnownLeak } from './known-leaks.ts';

const all: readonly KnownLeak[] = knownLeaks;

test('each known leak has an id of its own, a range that holds something, and a reference', () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { from = '0', before, good = before, references } of all) {
    expect(isBefore(from, before)).toBe(true);
    expect(isBefore(good, before)).toBe(false);
    expect(references.length).toBeGreaterThan(0);
    for (const url of references) expect(url).toMatch(/^https:\/\/github\.com\//);
  }
});

test('a version is judged by the ranges of its package', () => {
  const why = (name: string, version: string) => leaksOf(name, version).map(({ id }) => id);
  expect(why('axios', '0.21.4')).toEqual(['axios-cancel-token']);
  expect(why('axios', '1.15.1')).toEqual(['axios-keep-alive-listeners']);
  expect(why('axios', '1.15.2')).toEqual([]);
  expect(why('@grpc/grpc-js', '1.3.8')).toEqual([]);
  expect(why('lodash', '1.0.0')).toEqual([]);
});

test('a pre-release counts as the version that it leads to', () => {
  expect(leaksOf('node-schedule', '2.0.0-rc.1')).toEqual([]);
});
