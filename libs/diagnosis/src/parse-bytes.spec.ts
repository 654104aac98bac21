import { parseBytes } from './parse-bytes.ts';

test.each([
  ['64 B', 64],
  ['64', 64],
  ['1.5 KiB', 1536],
  ['2kb', 2000],
  ['.5 MiB', 2 ** 19],
])('%s is %d bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each(['', 'much', '64 X', '-1 B', '1 2 B'])("'%s' is no amount", (text) => {
  expect(parseBytes(text)).toBeNull();
});
