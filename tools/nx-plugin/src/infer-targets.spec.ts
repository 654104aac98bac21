import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inferTargets } from './infer-targets.ts';
import { readProjectFacts } from './project-facts.ts';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'nx-plugin-'));
  writeFileSync(join(workspace, 'package.json'), '{ "workspaces": ["*", "!docs"] }');
});
afterEach(() => rmSync(workspace, { recursive: true }));

function targetsOf(root: string, files: Readonly<Record<string, string>>, options = {}) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  const facts = readProjectFacts(root, workspace);
  return facts && inferTargets(facts, { hasProductionInput: true, ...options });
}

const expressApp = '{ "dependencies": { "express": "5.2.1" } }';
const startedApp = '{ "dependencies": { "express": "5.2.1" }, "scripts": { "start": "node server.js" } }';

describe('a project gains', () => {
  test('a scan where it is an Express app, and a check and a proof where it can be started', () => {
    expect(Object.keys(targetsOf('api', { 'api/package.json': expressApp })!)).toEqual(['leak-scan']);
    const targets = targetsOf('api', { 'api/package.json': startedApp })!;
    expect(Object.keys(targets)).toEqual(['leak-scan', 'leak-check', 'leak-proof']);
    expect(targets['leak-check']!.command).toMatch(/^npx --no-install watertight check .* -- npm start$/);
  });

  test('all of them where a configuration names the server, also without a package.json', () => {
    const files = {
      'api/project.json': '{}',
      'api/watertight.config.ts': `export default { server: { command: 'x' } };`,
    };
    const targets = targetsOf('api', files)!;
    expect(targets['leak-check']!.command).toBe(
      'npx --no-install watertight check --reporter human --reporter json=watertight-report/check.json',
    );
    expect(targets['leak-proof']!.command).toContain('watertight heal --unsafe');
  });

  test('none where it is no package of the workspace, such as a fixture', () => {
    expect(targetsOf('api/fixtures/app', { 'api/fixtures/app/package.json': startedApp })).toBeNull();
    const pnpm = {
      'package.json': '{}',
      'pnpm-workspace.yaml': "packages:\n  # all\n  - 'apps/**'\n  - '!apps/old'\n",
    };
    expect(targetsOf('apps/a/b', { ...pnpm, 'apps/a/b/package.json': startedApp })).not.toBeNull();
    expect(targetsOf('apps/old', { ...pnpm, 'apps/old/package.json': startedApp })).toBeNull();
  });

  test('none where it is no server, where it is no project, and for the configuration of the whole workspace', () => {
    expect(targetsOf('lib', { 'lib/package.json': '{}' })).toBeNull();
    expect(targetsOf('docs', { 'docs/watertight.config.ts': '' })).toBeNull();
    expect(targetsOf('.', { 'package.json': '{}', 'watertight.config.ts': '' })).toBeNull();
  });

  test('them by the names that are chosen', () => {
    const names = {
      scanTargetName: 'scan',
      checkTargetName: 'check',
      proofTargetName: 'prove',
      watertight: 'node wt.js',
    };
    const targets = targetsOf('api', { 'api/package.json': startedApp }, names)!;
    expect(Object.keys(targets)).toEqual(['scan', 'check', 'prove']);
    expect(targets['scan']!.command).toMatch(/^node wt\.js scan/);
  });
});

describe('a target', () => {
  test('is cached by its sources, those it depends on, its configuration, and the version of Watertight and Node', () => {
    const files = {
      'api/package.json': startedApp,
      'api/watertight.config.mjs': '',
    };
    const check = targetsOf('api', files)!['leak-check']!;
    expect(check).toMatchObject({ cache: true, outputs: ['{projectRoot}/watertight-report/check.json'] });
    expect(check.inputs).toEqual(
      expect.arrayContaining([
        'production',
        '^production',
        '{projectRoot}/watertight.config.mjs',
        '!{projectRoot}/watertight-report/**/*',
        { runtime: 'npx --no-install watertight --version' },
        { runtime: 'node --version' },
      ]),
    );
  });

  test('that loads runs alone, after what it loads was built', () => {
    const targets = targetsOf('api', { 'api/package.json': startedApp })!;
    for (const name of ['leak-check', 'leak-proof'])
      expect(targets[name]).toMatchObject({ parallelism: false, dependsOn: ['build', '^build'] });
    expect(targets['leak-scan']).not.toHaveProperty('parallelism');
  });
});
