import { bytes, decimal, duration, percent, plural } from './units.ts';

test.each([
  [0, '0 B'],
  [0.254, '0.25 B'],
  [9.5, '9.5 B'],
  [412.3, '412 B'],
  [-3, '−3 B'],
  [-0.001, '0 B'],
  [1536, '1.5 KiB'],
  [10 * 2 ** 20, '10 MiB'],
  [3 * 2 ** 30, '3 GiB'],
])('%d bytes are written %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test('thousands are separated and decimals are few', () => {
  expect([4024, 12.34, 1 / 3, 0.001, 0.0001].map(decimal)).toEqual(['4,024', '12.3', '0.33', '0.001', '0']);
});

test('one thing is singular', () => {
  expect([plural(1, 'file'), plural(2, 'file'), plural(0, 'entry', 'entries')]).toEqual([
    '1 file',
    '2 files',
    '0 entries',
  ]);
  expect([plural(0.999, 'object'), plural(0.99, 'object')]).toEqual(['1 object', '0.99 objects']);
});

test('shares are whole percents', () => {
  expect(percent(0.984)).toBe('98 %');
});

test('durations have the unit that fits', () => {
  expect([duration(840), duration(12_340), duration(125_000)]).toEqual(['840 ms', '12.3 s', '2 min 5 s']);
});
