import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireBuild, runsBuiltFiles } from './build-need.ts';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'build-need-'));
  mkdirSync(join(project, 'dist'));
  writeFileSync(join(project, 'dist/main.js'), '');
  const scripts = {
    start: 'node dist/main.js',
    dev: 'tsx watch src/main.ts',
    serve: 'npm run build && npm start',
    build: 'tsc -b',
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify({ main: 'dist/main.js', scripts }));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

test.each([
  'node src/main.ts',
  'node --experimental-strip-types src/main.ts',
  'node --import tsx src/main.js',
  'node -r ts-node/register src/main.js',
  'node --import=@swc-node/register/esm-register src/main.js',
  'npx tsx src/main.ts',
  'npm run dev',
  './start.sh',
])('%s runs the source', (command) => {
  expect(runsBuiltFiles(command.split(' '), project)).toBe(false);
});

test.each([
  'node dist/main.js',
  'node --enable-source-maps dist/main',
  'node .',
  'npm start',
  'yarn serve',
  'pnpm run start --silent',
])('%s runs built files', (command) => {
  expect(runsBuiltFiles(command.split(' '), project)).toBe(true);
});

test('a rewrite of JavaScript, a loader or a given build need nothing', () => {
  const command = ['node', 'dist/main.js'];
  expect(() => requireBuild({ command }, project, ['src/app.js'])).not.toThrow();
  expect(() => requireBuild({ command: ['npx', 'tsx', 'src/main.ts'] }, project, ['src/app.ts'])).not.toThrow();
  expect(() => requireBuild({ command, build: 'make' }, project, ['src/app.ts'])).not.toThrow();
});

test('a rewrite of TypeScript behind built files needs a build', () => {
  const need = () => requireBuild({ command: ['npm', 'start'] }, project, ['src/app.ts']);
  expect(need).toThrow(expect.objectContaining({ code: 'BUILD_NEEDED' }) as Error);
  expect(need).toThrow(
    "a rewrite of src/app.ts takes effect only after a build, as npm start runs built files; pass --build 'npm run build'",
  );
});
