import { StringTable } from './string-table.ts';

const table = (...texts: string[]): StringTable => {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const offsets = parts.reduce((ends, part) => [...ends, ends.at(-1)! + part.length], [0]);
  return new StringTable(Uint8Array.from(parts.flatMap((part) => [...part])), Float64Array.from(offsets));
};

test('strings are decoded where they lie', () => {
  const strings = table('a', '', 'gr\\u00fc\\u00dfe', 'ü');
  expect([0, 1, 2, 3].map((index) => strings.at(index))).toEqual(['a', '', 'grüße', 'ü']);
  expect(strings.count).toBe(4);
});

test('known texts are numbered without decoding the others', () => {
  const strings = table('Map', 'Mapping', 'Set', 'map');
  expect([...strings.numbered(['Set', 'Map'])]).toEqual([2, 0, 1, 0]);
});
