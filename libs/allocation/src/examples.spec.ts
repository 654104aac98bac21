import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const library = join(__dirname, '..');
const folder = join(library, 'out-tsc/examples');

test('the examples of the documentation compile', () => {
  const examples = [...examplesInSources(), ...examplesInReadme()];
  expect(examples.length).toBeGreaterThan(3);
  expect(faultsIn(examples)).toEqual([]);
});

function* examplesInSources(): Iterable<string> {
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const comments = readFileSync(join(__dirname, name), 'utf8').matchAll(/@example\n((?: *\*(?: .*)?\n)+?) *\*\//g);
    for (const [, lines] of comments) yield lines!.replaceAll(/^ *\* ?/gm, '');
  }
}

function* examplesInReadme(): Iterable<string> {
  for (const [, code] of readFileSync(join(library, 'README.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs)) yield code!;
}

// From files inside of the library, so that names of packages are found.
function faultsIn(examples: readonly string[]): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = examples.map((code, number) => {
    const file = join(folder, `${number}.mts`);
    writeFileSync(file, code);
    return file;
  });
  const { options } = ts.parseJsonConfigFileContent(
    {
      extends: '../../tsconfig.base.json',
      compilerOptions: { composite: false, noEmit: true, noUnusedLocals: false, types: ['node'] },
    },
    ts.sys,
    library,
  );
  const faults = ts.getPreEmitDiagnostics(ts.createProgram(files, options));
  return faults.map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}
