import { better, parseProgress, progressText, total } from './progress-store.ts';

const found = { find: 100, fix: 0, proof: 0 };

test('what is exported can be imported again', () => {
  const scores = { 'unbounded-cache': { find: 100, fix: 60, proof: 50 } };
  expect(parseProgress(progressText(scores))).toEqual(scores);
});

test.each(['', 'no JSON', '{}', '[]', '{"format":"watertight-lab-progress","scores":null}'])(
  'another file is refused: %j',
  (text) => expect(parseProgress(text)).toBeNull(),
);

test('points that nobody can have are none', () => {
  const text = '{"format":"watertight-lab-progress","scores":{"a":{"find":1e9,"fix":-5,"proof":"7"},"b":null}}';
  expect(total(parseProgress(text)!)).toBe(0);
});

test('a lab that was started anew takes nothing away', () => {
  expect(better({ a: found }, { a: { find: 60, fix: 20, proof: 0 }, b: found })).toEqual({
    a: { find: 100, fix: 20, proof: 0 },
    b: found,
  });
});
