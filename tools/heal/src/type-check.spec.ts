import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkTypes, newDiagnostics } from './type-check.ts';

const compiler = dirname(require.resolve('typescript/package.json'));
let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'type-check-')));
  mkdirSync(join(project, 'node_modules'));
  mkdirSync(join(project, 'src'));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(file: string, content: string | object): void {
  writeFileSync(join(project, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const settings = { strict: true, noLib: false, types: [], skipLibCheck: true };

test('a file without settings or without a compiler is not checked', () => {
  write('src/app.ts', 'const port: number = "80";');
  expect(checkTypes(project, ['src/app.ts']).checked).toEqual([]);
  write('tsconfig.json', { compilerOptions: settings });
  expect(checkTypes(project, ['src/app.ts']).checked).toEqual([]);
});

test('a diagnostic that a rewrite brings is new, one that was there before is not', () => {
  symlinkSync(compiler, join(project, 'node_modules/typescript'));
  write('tsconfig.json', { compilerOptions: settings });
  write('src/app.ts', 'export const port: number = "80";\n');
  const before = checkTypes(project, ['src/app.ts']);
  expect(before).toMatchObject({
    checked: ['src/app.ts'],
    diagnostics: [expect.stringMatching(/^src\/app.ts:1: TS2322/)],
  });
  write('src/app.ts', '\nexport const port: number = "80";\nexport const host: string = 1;\n');
  expect(newDiagnostics(before, checkTypes(project, ['src/app.ts']))).toEqual([
    "src/app.ts:3: TS2322 Type 'number' is not assignable to type 'string'.",
  ]);
});

test('the settings are those that include the file, also behind project references', () => {
  symlinkSync(compiler, join(project, 'node_modules/typescript'));
  write('tsconfig.json', { files: [], references: [{ path: './tsconfig.app.json' }] });
  write('tsconfig.app.json', {
    compilerOptions: { ...settings, composite: true, tsBuildInfoFile: 'dist/app.tsbuildinfo' },
    include: ['src'],
  });
  write('src/app.ts', 'export function greet(name) { return name; }\n');
  expect(checkTypes(project, ['src/app.ts']).diagnostics).toEqual([expect.stringContaining('TS7006')]);
});
