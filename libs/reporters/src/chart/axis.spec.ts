import { axisOf } from './axis.ts';

test.each([
  [0, 2012, 'number', ['0', '500', '1,000', '1,500', '2,000', '2,500']],
  [0, 3.2, 'number', ['0', '1', '2', '3', '4']],
  [0, 0, 'number', ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']],
  [-3, 3, 'number', ['−4', '−2', '0', '2', '4']],
  [0, 900, 'bytes', ['0 B', '200 B', '400 B', '600 B', '800 B', '1,000 B']],
  [6_000_000, 7_900_000, 'bytes', ['5.5 MiB', '6.0 MiB', '6.5 MiB', '7.0 MiB', '7.5 MiB', '8.0 MiB']],
  [6_000_000, 6_010_000, 'bytes', ['5,855 KiB', '5,860 KiB', '5,865 KiB', '5,870 KiB']],
  [3 * 2 ** 30, 4 * 2 ** 30, 'bytes', ['3.0 GiB', '3.2 GiB', '3.4 GiB', '3.6 GiB', '3.8 GiB', '4.0 GiB']],
] as const)('from %d to %d %s is marked at round numbers', (low, high, unit, labels) => {
  expect(axisOf(low, high, unit).ticks.map(({ label }) => label)).toEqual(labels);
});

test('holds both ends, in at most six marks, for spans of any size', () => {
  for (let power = -3; power < 12; power += 1) {
    for (const factor of [1, 1.1, 1.9, 2.5, 3.3, 4.99, 7, 9.9]) {
      for (const start of [0, 1, 7.7]) {
        const [low, high] = [start * factor * 10 ** power, (start + 1) * factor * 10 ** power];
        const axis = axisOf(low, high, 'number');
        expect(axis.low).toBeLessThanOrEqual(low * (1 + 1e-9));
        expect(axis.high).toBeGreaterThanOrEqual(high * (1 - 1e-9));
        expect(axis.ticks.length).toBeLessThanOrEqual(6);
        expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
      }
    }
  }
});
