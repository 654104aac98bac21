import { soleLines } from './sole-lines.ts';

/** The functions with a sole line, as `line of the function → line`, both from 1. */
const found = (source: string) =>
  [...soleLines(source, 'module')].map(([at, { line }]) => `${Number(at.split(':')[0]) + 1} → ${line + 1}`);

test.each([
  ['a single literal', 'function f(a) {\n  if (a) return null;\n  return { a };\n}', ['1 → 3']],
  ['several on one line', 'const f = (a) =>\n  make([a], { a });', ['1 → 2']],
  ['a literal over several lines', 'function f(a) {\n  return {\n    a,\n  };\n}', ['1 → 2']],
  ['a method', 'class A {\n  m() {\n    return [];\n  }\n}', ['2 → 3']],
  [
    'a function inside of a function, which is an allocation of its own',
    'function f() {\n  return () => {\n    make();\n  };\n}',
    ['1 → 2', '2 → 3'],
  ],
])('is known of %s', (_, source, lines) => expect(found(source)).toEqual(lines));

test.each([
  ['two lines that allocate', 'function f(a) {\n  const b = [];\n  return { a, b };\n}'],
  ['a call beside a literal', 'function f(a) {\n  make();\n  return [];\n}'],
  ['a store that may grow a table', 'function f(a) {\n  table[a] = 1;\n  return [];\n}'],
  ['arithmetic, which may box its result', 'function f(a) {\n  const b = a * 2;\n  return [b];\n}'],
  ['the rest of the arguments', 'function f(\n  ...a\n) {\n  return [a];\n}'],
  ['a loop over an iterator', 'function f(a) {\n  for (const b of a)\n    make(b);\n}'],
  ['an asynchronous function, which makes a promise', 'async function f() {\n  return [];\n}'],
  ['a generator', 'function* f() {\n  yield [];\n}'],
  ['nothing that allocates', 'function f(a) {\n  return a;\n}'],
  ['a script that cannot be read', 'function f(a: number) {\n  return [a];\n}'],
])('is not known of %s', (_, source) => expect(found(source)).toEqual([]));

test('a function is where V8 says it begins: at its parameters', () => {
  const source = 'function f(a) { return [a]; }\nconst g =\r\n  (a) => [a];\nclass A { m /* x */ (a) { return [a]; } }';
  expect([...soleLines(source, 'module').keys()]).toEqual(['0:10', '2:2', '3:20']);
});
