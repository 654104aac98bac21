import { columnsOf } from './spark.ts';

test('the largest value fills a column, and what is above nothing is seen', () => {
  expect(columnsOf([1, 2, 4], { width: 3, height: 1 })).toEqual(['▂▄█']);
  expect(columnsOf([0, 1, 1000], { width: 3, height: 1 })).toEqual([' ▁█']);
});

test('several rows, from the top down', () => {
  expect(columnsOf([1, 2, 3, 4], { width: 4, height: 2 })).toEqual(['  ▄█', '▄███']);
});

test('only the latest fit', () => {
  expect(columnsOf([8, 1, 2], { width: 2, height: 1 })).toEqual(['▄█']);
});

test('nothing at all, or nothing but zeros', () => {
  expect(columnsOf([], { width: 4, height: 2 })).toEqual(['', '']);
  expect(columnsOf([0, 0], { width: 4, height: 1 })).toEqual(['  ']);
});
