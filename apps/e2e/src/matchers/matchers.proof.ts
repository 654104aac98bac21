import { commonJsApp, typeScriptApp } from './fixtures.ts';
import { missingParts } from './missing-parts.ts';
import { makeProject, run, type Project } from './project.ts';

jest.setTimeout(600_000);

let project: Project;
afterEach(() => project.remove());

const flat = `{ route: 'GET /users/{n}', budget: '64 B' }`;
const leaky = `{ route: 'GET /visits/{n}' }`;

test('Jest: matchers work inside its sandbox, on TypeScript that it compiles in memory', async () => {
  project = makeProject({
    'jest.config.cjs': `module.exports = {
  transform: { '\\\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }] },
  setupFilesAfterEnv: ['@watertight/testing/jest'],
  testTimeout: 240_000,
};`,
    'app.ts': typeScriptApp,
    'app.spec.ts': `import { createApp } from './app';
const app = createApp();
test('stays flat', async () => {
  await expect(app).toStayFlat(${flat});
});
test('leaks', async () => {
  await expect(app).toStayFlat(${leaky});
});
class Session {}
const sessions: Session[] = [];
test('keeps sessions', async () => {
  await expect(() => void new Session()).not.toRetain(Session);
  await expect(() => void sessions.push(new Session())).toRetain(Session);
  await expect(() => undefined).toReleaseHandles();
});`,
  });
  const { status, output } = await project.run('jest/bin/jest.js');
  expect(missingParts(output, 'app.ts', typeScriptApp)).toEqual([]);
  expect(output).toContain('✓ stays flat');
  expect(output).toContain('✕ leaks');
  expect(output).toContain('✓ keeps sessions');
  expect(output).toMatch(/measured in the process of the test, beside Jest/);
  expect(status).toBe(1);
});

test('Vitest: matchers work on TypeScript that it compiles in memory', async () => {
  project = makeProject({
    'app.ts': typeScriptApp,
    'app.test.ts': `import '@watertight/testing/vitest';
import { expect, test } from 'vitest';
import { createApp } from './app';
const app = createApp();
test('stays flat', async () => {
  await expect(app).toStayFlat(${flat});
}, 240_000);
test('leaks', async () => {
  await expect(app).toStayFlat(${leaky});
}, 240_000);`,
  });
  const { status, output } = await project.run('vitest/vitest.mjs', 'run', '--reporter=verbose');
  expect(missingParts(output, 'app.ts', typeScriptApp)).toEqual([]);
  expect(output).toMatch(/✓ app\.test\.ts > stays flat/);
  expect(output).toMatch(/× app\.test\.ts > leaks/);
  expect(status).toBe(1);
});

test('node:test: the plain function takes an app of this process and the path of a module', async () => {
  project = makeProject({
    'app.cjs': `${commonJsApp}exports.app = exports.createApp();`,
    'app.test.mjs': `import { test } from 'node:test';
import { assertStaysFlat } from '@watertight/testing';
import { app } from './app.cjs';
test('stays flat', () => assertStaysFlat(app, ${flat}));
test('stays flat in a process of its own', () => assertStaysFlat('./app.cjs', ${flat}));
test('leaks', () => assertStaysFlat(app, ${leaky}));`,
  });
  const { status, output } = await run(project.folder, ['--test', '--test-reporter=tap', 'app.test.mjs']);
  expect(missingParts(output, 'app.cjs', commonJsApp)).toEqual([]);
  expect(output).toMatch(/^ *ok 1 - stays flat/m);
  expect(output).toMatch(/^ *ok 2 - stays flat in a process of its own/m);
  expect(output).toMatch(/^ *not ok 3 - leaks/m);
  expect(status).toBe(1);
});
