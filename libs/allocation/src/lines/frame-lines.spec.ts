import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { frameLines } from './frame-lines.ts';
import type { Format } from './syntax.ts';

const framed = (source: string, format: Format = 'module') => frameLines(source, format)?.text ?? source;

test.each([
  ['a call', 'const a = make(b)', 'const a = (()=>(make(b)))()'],
  ['a literal', 'const a = { b: [] }', 'const a = (()=>({ b: [] }))()'],
  [
    'a literal that spans lines, line by line',
    'const a = {\n  b: [],\n}',
    'const a = (()=>({\n  b: (()=>([]))(),\n}))()',
  ],
  ['a statement, which stays one without a semicolon before', 'a\nmake()', 'a\n;(()=>(make()))()'],
  ['a body without braces', 'if (a) make()\nelse other()', 'if (a) (()=>(make()))()\nelse (()=>(other()))()'],
  ['a store that may grow a table', 'table[key] = 1', ';(()=>(table[key] = 1))()'],
  ['a text made of parts', 'const a = `b${c}`, d = "e" + f', 'const a = (()=>(`b${c}`))(), d = (()=>("e" + f))()'],
  ['what is waited for, not the waiting', 'const a = await fetch(b)', 'const a = await (()=>(fetch(b)))()'],
  ['an optional chain as a whole', 'const a = b?.c().d?.()', 'const a = (()=>(b?.c().d?.()))()'],
  ['a class that is constructed at once', 'a = new class { b() {} }()', 'a = (()=>(new class { b() {} }()))()'],
  ['a default', 'function f(a = []) {}', 'function f(a = (()=>([]))()) {}'],
])('frames %s', (_, source, text) => expect(framed(source)).toBe(text));

test.each([
  ['arithmetic', 'const a = b + 1 * c'],
  [
    'a function that is named by its place',
    'const f = () => {}\nexport default class {}\nlet { g = function () {} } = h',
  ],
  ['a method', 'class A { b() {} get c() { return 1 } }'],
  ['a call with waiting inside', 'const a = make(await b)'],
  ['an eval, which sees the variables around', 'var a = 1; eval("a = 2")'],
  ['the call of the super constructor', 'class A extends B { constructor() { super() } }'],
  ['what cannot be read', 'const a: number = make()'],
])('leaves %s alone', (_, source) => expect(framed(source)).toBe(source));

test('knows what stands at a position of the framed text', () => {
  const source = 'function handle(id) {\n  log.set(id, make()); const f = () => [id];\n}';
  const found = frameLines(source, 'module')!;
  const lines = found.text.split('\n');
  const functionAt = { line: 0, column: 15 };
  expect(found.at(functionAt)).toEqual(functionAt);
  expect(found.at({ line: 1, column: lines[1]!.indexOf('()=>(log') })).toEqual({
    at: { line: 1, column: 2 },
    functionName: 'handle',
    functionAt,
  });
  const arrow = source.split('\n')[1]!.indexOf('() =>');
  expect(found.at({ line: 1, column: lines[1]!.indexOf('() =>') })).toEqual({ line: 1, column: arrow });
});

const programs: Record<string, string> = {
  'this, arguments and new.target': `
    function A() { return [this.x, arguments.length, make(new.target === A)] } 
    function make(x) { return x }
    out.push(A.call({ x: 3 }, 1, 2), new A(1))`,
  generators: `function* g(n) { const a = [yield n, 2]; yield* [a, (yield 5)]; return {
      n } } const it = g(1); out.push(it.next(), it.next(7), it.next(), it.next(), it.next())`,
  'names of functions': `
    const f = () => {}, o = { g: function () {}, ['h' + 1]: () => {}, i() {} }
    let { j = () => {} } = {}, k; k = class {}
    out.push(f.name, o.g.name, o.h1.name, o.i.name, j.name, k.name, (() => {}).name)`,
  'getters, fields, statics, private names': `
    let n = 0
    class A { #a = [n++]; b = () => this.#a; static c = [n++]; static { A.d = [n++] } get e() { return [this.#a] }
      set e(v) { this.#a = { v } } static #f() { return [1] } static g() { return A.#f() } }
    const a = new A(); a.e = 4
    out.push(a.b(), a.e, A.c, A.d, A.g())`,
  'tags see one template': `
    const seen = new Set(); const tag = (s, ...v) => { seen.add(s); return s.raw.join() + v }
    for (const i of [1, 2]) out.push(tag\`a\${i}\\n\`)
    out.push(seen.size)`,
  'optional chains stop where they should': `
    let calls = 0; const f = () => { calls += 1; return null }
    out.push(f()?.a.b(f()).c, undefined?.x(f()), ({ a: null }).a?.b.c.d(f()), calls)`,
  'super and inheritance': `
    class A { constructor(x) { this.x = [x] } m() { return [this.x] } }
    class B extends (() => A)() { constructor() { super([1]); this.y = {
      z: super.m() } } m() { return super.m().concat([2]) } }
    out.push(new B(), new B().m())`,
  'statements without semicolons': `
    const a = [3]
    let b = a
    ;[b] = [[4]]
    out.push(a, b)
    if (a) out.push(1)
    else out.push(2)
    do out.push(5)
    while (out.length < 6)
    label: for (const x of [1, 2]) { for (;;) { if (x === 1) continue label
      out.push({ x }); break label } }`,
  'order of evaluation': `
    const log = (x) => { out.push(x); return x }
    const o = { [log('k')]: log('v'), ...{ a: log('a') } }
    o[log('p')] = log('q')
    log([log(1), ...[log(2)]].concat(log(3)))
    const { [log('d')]: e = log('default') } = {}`,
  'errors and try': `
    const bad = () => { throw new TypeError('x' + [1]) }
    try { bad() } catch ({ message }) { out.push(message) } finally { out.push(
      [1].map((x) => ({ x }))) }`,
  'closures over loops': `const fs = []; for (let i = 0; i < 3; i += 1) fs.push(() => [i]); out.push(fs.map((f) => f()))`,
  'var, hoisting and sloppy eval': `out.push(typeof late, typeof g); { function g() { return [] } } var late = [1]; eval('var dyn = 5'); out.push(dyn, late)`,
};

function run(source: string): unknown {
  const out: unknown[] = [];
  runInNewContext(source, { out });
  return JSON.parse(JSON.stringify(out));
}

test.each(Object.entries(programs))('a program does the same in frames: %s', (_, source) => {
  const text = framed(source, 'commonjs');
  expect(text).not.toBe(source);
  expect(run(text)).toEqual(run(source));
});

// A large program at hand that computes something: a parser, told to read itself.
test('a parser in frames reads its own source to the same tree', () => {
  const file = require.resolve('acorn');
  const source = readFileSync(file, 'utf8');
  const load = (text: string) => {
    const exports: { parse?: (source: string, options: object) => unknown } = {};
    runInNewContext(text, { exports, module: { exports } });
    return JSON.stringify(exports.parse!(source, { ecmaVersion: 2022 }));
  };
  expect(load(framed(source, 'commonjs')) === load(source)).toBe(true);
});

test('every script of the packages at hand can be framed, and taking the frames out gives it back', () => {
  const found = { framed: 0, left: [] as string[] };
  for (const name of ['acorn', 'semver', 'express', 'autocannon', '@jridgewell/trace-mapping']) {
    for (const file of scriptsOf(name)) {
      const source = readFileSync(file, 'utf8');
      const format = /^(import|export) /m.test(source) ? 'module' : 'commonjs';
      const result = frameLines(source, format);
      if (!result) {
        if (/\w\(|=>/.test(source)) found.left.push(file);
        continue;
      }
      found.framed += 1;
      expect(result.text.split('\n')).toHaveLength(source.split('\n').length);
      expect(withoutInsertions(result)).toBe(source);
    }
  }
  expect(found).toEqual({ framed: expect.any(Number), left: [] });
  expect(found.framed).toBeGreaterThan(30);
});

function scriptsOf(name: string): string[] {
  const folder = dirname(require.resolve(`${name}/package.json`));
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return scripts
    .filter((file) => /\.[cm]?js$/.test(file) && !/node_modules|min\.js/.test(file))
    .slice(0, 12)
    .map((file) => join(folder, file));
}

function withoutInsertions({ text, insertions }: NonNullable<ReturnType<typeof frameLines>>): string {
  const lines = text.split('\n');
  for (const { at, text: inserted } of insertions) {
    const line = lines[at.line]!;
    expect(line.slice(at.column, at.column + inserted.length)).toBe(inserted);
    lines[at.line] = line.slice(0, at.column) + line.slice(at.column + inserted.length);
  }
  return lines.join('\n');
}
