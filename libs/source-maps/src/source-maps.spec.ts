import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceMaps } from './source-maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'watertight-maps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Line 1 of the script is line 3 of the source, from column 5 on.
const mapOf = (source: string) => JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAEI' });

function script(name: string, url: string): string {
  const file = join(folder, name);
  writeFileSync(file, `go();\n//# sourceMappingURL=${url}\n`);
  return file;
}

const original = (file: string) => new SourceMaps().original({ file, line: 1, column: 1 });

test('reads a map from a file beside the script', () => {
  writeFileSync(join(folder, 'a b.js.map'), mapOf('../src/a.ts'));
  expect(original(script('a.js', 'a%20b.js.map'))).toEqual({ file: join(folder, '../src/a.ts'), line: 3, column: 5 });
});

test.each([
  ['base64', `data:application/json;base64,${Buffer.from(mapOf('b.ts')).toString('base64')}`],
  ['plain', `data:application/json,${encodeURIComponent(mapOf('b.ts'))}`],
])('reads a map inside of the script (%s)', (name, url) => {
  expect(original(script(`${name}.js`, url))).toEqual({ file: join(folder, 'b.ts'), line: 3, column: 5 });
});

test('a source that is named by its URL becomes a path', () => {
  const source = join(folder, 'c.ts');
  const url = `data:application/json,${encodeURIComponent(mapOf(pathToFileURL(source).href))}`;
  expect(original(script('c.js', url))?.file).toBe(source);
});

test.each([
  ['a script that is not there', () => join(folder, 'missing.js')],
  ['a map that is not there', () => script('d.js', 'd.js.map')],
  ['a map that is damaged', () => script('e.js', 'data:application/json,%7B')],
])('%s has no original', (_, file) => expect(original(file())).toBeNull());
