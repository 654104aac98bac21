import { GrowableColumn, WideningColumn } from './growable-column.ts';

test('a column keeps what was pushed while it grew', () => {
  const column = new GrowableColumn(Uint32Array);
  for (let i = 0; i < 5000; i += 1) column.push(i);
  expect(column.finish()).toHaveLength(5000);
  expect(column.finish().every((value, index) => value === index)).toBe(true);
});

test('an expected length ends the doubling, and is not believed at once', () => {
  const column = new GrowableColumn(Uint32Array, 1500);
  expect(column.reserve(1)).toHaveLength(1024);
  expect(column.reserve(1025)).toHaveLength(1500);
  expect(column.reserve(1501)).toHaveLength(3000);
});

test('numbers take four bytes each until one does not fit', () => {
  const column = new WideningColumn();
  column.push(2 ** 32 - 1);
  expect(column.finish()).toBeInstanceOf(Uint32Array);
  // As the offsets of strings behind 4 GiB of text, or a buffer of 5 GiB.
  column.push(2 ** 32);
  column.push(7);
  expect(column.finish()).toBeInstanceOf(Float64Array);
  expect([...column.finish()]).toEqual([2 ** 32 - 1, 2 ** 32, 7]);
});
