import { indent, wrap } from './wrap.ts';

test('prose breaks at spaces and hangs below its label', () => {
  expect(wrap('remove the listener when the response closes', { width: 30, hang: 4 })).toBe(
    'remove the listener when\n    the response closes',
  );
});

test('a long word stays whole', () => {
  const path = 'src/'.repeat(20);
  expect(wrap(`at ${path} now`, { width: 40, hang: 0 })).toBe(`at\n${path}\nnow`);
});

test('empty lines get no trailing space', () => {
  expect(indent('a\n\nb', 2)).toBe('  a\n\n  b');
});
