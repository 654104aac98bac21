import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { packageOf } from './package-of.ts';
import { ownershipOf, SourcePositions } from './source-positions.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-positions-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const source = `interface Item { a: string }
const log = new Map<string, Item>();

export function handle(id: string): void {
  log.set(id, { a: id });
}
`;

function compile(inline: boolean): string {
  const folder = join(root, inline ? 'inline' : 'beside');
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'src/app.ts'), source);
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: 'app.ts',
    compilerOptions: {
      sourceRoot: '../src',
      sourceMap: !inline,
      inlineSourceMap: inline,
      target: ts.ScriptTarget.ES2022,
    },
  });
  const text = inline ? outputText : outputText.replace(/sourceMappingURL=.*/, 'sourceMappingURL=app.js.map');
  writeFileSync(join(folder, 'dist/app.js'), text);
  if (sourceMapText) writeFileSync(join(folder, 'dist/app.js.map'), sourceMapText);
  return text;
}

test.each([true, false])('maps a frame to the line of TypeScript it came from (inline map: %s)', (inline) => {
  const lines = compile(inline).split('\n');
  const line = lines.findIndex((text) => text.includes('log.set')) + 1;
  const column = lines[line - 1]!.indexOf('set') + 1;
  const folder = inline ? 'inline' : 'beside';
  const frame = { file: join(root, folder, 'dist/app.js'), line, column, function: 'Object.handle', mapped: false };
  expect(new SourcePositions(root).toPosition(frame)).toEqual({
    file: `${folder}/src/app.ts`,
    line: 5,
    column: 7,
    function: 'handle',
  });
});

test('leaves a frame without a source map where it is', () => {
  writeFileSync(join(root, 'plain.js'), 'go();\n');
  const frame = { file: join(root, 'plain.js'), line: 1, column: 1, function: null, mapped: false };
  expect(new SourcePositions(root).toPosition(frame)).toEqual({ file: 'plain.js', line: 1, column: 1 });
});

test('names the package of a file, scoped and nested ones too', () => {
  const nested = join(root, 'node_modules/@a/b/node_modules/c');
  mkdirSync(join(nested, 'dist'), { recursive: true });
  writeFileSync(join(root, 'node_modules/@a/b/package.json'), '{"name":"@a/b","version":"1.2.3"}');
  writeFileSync(join(nested, 'package.json'), '{"name":"c","version":"4.0.0"}');
  writeFileSync(join(nested, 'dist/package.json'), '{"type":"module"}');
  expect(packageOf(join(root, 'node_modules/@a/b/lib/x.js'))).toEqual({ name: '@a/b', version: '1.2.3' });
  expect(packageOf(join(nested, 'dist/index.js'))).toEqual({ name: 'c', version: '4.0.0' });
  expect(packageOf(join(root, 'src/app.ts'))).toBeNull();
});

test.each([
  ['node:events', 'runtime'],
  ['/app/src/x.js', 'own'],
  ['/app/node_modules/y/z.js', 'dependency'],
])('%s is %s code', (file, ownership) => expect(ownershipOf(file)).toBe(ownership));
