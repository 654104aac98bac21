import { readdirSync } from 'node:fs';
import { commonJsApp } from './fixtures.ts';
import { missingParts } from './missing-parts.ts';
import { makeProject, type Project } from './project.ts';

jest.setTimeout(600_000);

let project: Project;
afterEach(() => project.remove());

test('Jest with coverage: what seems to grow is measured once more without', async () => {
  project = makeProject({
    'jest.config.cjs': `module.exports = { setupFilesAfterEnv: ['@watertight/testing/jest'], testTimeout: 400_000 };`,
    'app.js': commonJsApp,
    'app.spec.js': `const { createApp } = require('./app');
test('leaks', async () => {
  await expect(createApp()).toStayFlat({ route: 'GET /visits/{n}' });
});`,
  });
  const { output } = await project.run('jest/bin/jest.js', '--coverage');
  expect(missingParts(output, 'app.js', commonJsApp)).toEqual([]);
  expect(output).toMatch(/measured in a process of its own, by the same test without coverage/);
  expect(readdirSync(project.folder)).toContain('coverage');
});
