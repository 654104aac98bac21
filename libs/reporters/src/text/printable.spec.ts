import { printable } from './printable.ts';

test('escape sequences of a target do not reach the terminal', () => {
  expect(printable('\u001b[31mred\u001b[0m\r')).toBe('\\x1b[31mred\\x1b[0m\\x0d');
});

test('line breaks stay only where lines are wanted', () => {
  expect(printable('a\n\tb')).toBe('a\\x0a\tb');
  expect(printable('a\n\tb', { lines: true })).toBe('a\n\tb');
});

test('characters that reorder text are shown', () => {
  expect(printable('a\u202eb')).toBe('a\\u202eb');
});
