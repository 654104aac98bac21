import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const library = join(__dirname, '..');
const folder = join(library, 'out-tsc/examples');

test('the examples of the documentation compile', () => {
  const examples = new Map([...examplesInSources(), ...examplesInReadme()]);
  expect(examples.size).toBeGreaterThan(25);
  expect(faultsIn(examples)).toBe('');
});

function* examplesInSources(): Iterable<[string, string]> {
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const comments = readFileSync(join(__dirname, name), 'utf8').matchAll(/@example\n((?: *\*(?: .*)?\n)+?) *\*\//g);
    let number = 0;
    for (const [, lines] of comments) {
      const code = lines!.replaceAll(/^ *\* ?/gm, '');
      yield [`${name.replaceAll(/\W/g, '-')}-${(number += 1)}.mts`, code];
    }
  }
}

function* examplesInReadme(): Iterable<[string, string]> {
  const blocks = readFileSync(join(library, 'README.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs);
  let number = 0;
  for (const [, code] of blocks) yield [`README-${(number += 1)}.mts`, code!];
}

// Compiled by the command, from files inside the library so that names of packages are found.
function faultsIn(examples: ReadonlyMap<string, string>): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of examples) writeFileSync(join(folder, name), code);
  const compilerOptions = {
    noUnusedLocals: false,
    composite: false,
    declaration: false,
    declarationMap: false,
    noEmit: true,
    types: ['node'],
  };
  const project = { extends: '../../../../tsconfig.base.json', compilerOptions, include: ['*.mts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const compiler = require.resolve('typescript/bin/tsc');
  return spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' }).stdout;
}
