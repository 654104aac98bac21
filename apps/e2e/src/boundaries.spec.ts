import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from './watertight.ts';

/** Lints a text as if it stood in a file of the workspace; answers the ids of the rules that complain. */
function lintAs(file: string, text: string): string[] {
  const eslint = join(workspaceRoot, 'node_modules/eslint/bin/eslint.js');
  const args = [eslint, '--format', 'json', '--stdin', '--stdin-filename', join(workspaceRoot, file)];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: workspaceRoot,
    input: text,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  const [{ messages }] = JSON.parse(stdout) as [{ messages: { ruleId: string }[] }];
  return messages.map(({ ruleId }) => ruleId);
}

// The rule is skipped with a mere warning while no project graph is cached: this shows that it is awake.
test('an import against the direction of the layers is reported', () => {
  const text = `import { runTrial } from '@watertight/trial';\nexport const trial = runTrial;\n`;
  expect(lintAs('libs/growth/src/index.ts', text)).toContain('@nx/enforce-module-boundaries');
}, 60_000);

test('an import along it is not', () => {
  const text = `import { theilSen } from '@watertight/growth';\nexport const slope = theilSen;\n`;
  expect(lintAs('libs/trial/src/index.ts', text)).not.toContain('@nx/enforce-module-boundaries');
}, 60_000);

test('a core library that reaches for the file system is reported', () => {
  const text = `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`;
  expect(lintAs('libs/growth/src/index.ts', text)).toContain('no-restricted-imports');
}, 60_000);
