import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const library = join(__dirname, '..');
const folder = join(library, 'out-tsc/examples');

test('the examples of the documentation compile', () => {
  const examples = [...examplesInReadme(), ...examplesIn('monitor.ts'), ...examplesIn('prometheus.ts')];
  expect(examples.length).toBeGreaterThan(2);
  expect(faultsIn(examples)).toEqual([]);
});

function examplesInReadme(): string[] {
  const text = readFileSync(join(library, 'README.md'), 'utf8');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
}

function examplesIn(name: string): string[] {
  const comments = readFileSync(join(__dirname, name), 'utf8').matchAll(/@example\n((?: *\*(?: .*)?\n)+?) *\*\//g);
  return [...comments].map(([, lines]) => lines!.replaceAll(/^ *\* ?/gm, ''));
}

function faultsIn(examples: readonly string[]): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = examples.map((code, number) => {
    const file = join(folder, `${number}.mts`);
    writeFileSync(file, code);
    return file;
  });
  const compilerOptions = { composite: false, noEmit: true, noUnusedLocals: false, types: ['node'] };
  const config = { extends: '../../tsconfig.base.json', compilerOptions };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, library);
  const faults = ts.getPreEmitDiagnostics(ts.createProgram(files, options));
  return faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
