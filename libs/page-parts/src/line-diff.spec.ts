import { around, lineDiff } from './line-diff.ts';

const text = (...lines: string[]) => `${lines.join('\n')}\n`;

test('a line that was put in is the only one marked', () => {
  const lines = lineDiff(text('a', 'b'), text('a', 'new', 'b'));
  expect(lines.filter(({ kind }) => kind !== 'same')).toEqual([{ kind: 'added', text: 'new' }]);
});

test('what is left of the diff is one text, what is right of it the other', () => {
  const [before, after] = [text('a', 'b', 'c', 'x'), text('b', 'q', 'c', 'c')];
  const lines = lineDiff(before, after);
  const side = (without: string) => text(...lines.filter(({ kind }) => kind !== without).map((line) => line.text));
  expect(side('added')).toBe(before);
  expect(side('removed')).toBe(after);
});

test('lines far from any change are one gap', () => {
  const same = Array.from({ length: 9 }, (_, n) => `line ${n}`);
  const shown = around(lineDiff(text(...same), text(...same, 'new')), 1);
  expect(shown).toEqual([null, { kind: 'same', text: 'line 8' }, { kind: 'added', text: 'new' }]);
});
