import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLineSchema, jsonSchemas, type JsonSchemaName } from '@watertight/evidence';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { reporterNames } from './options/reporter.ts';
import { realTools, type Tools } from './tools.ts';
import { drawnWorld, leaking, nothingHealed, runDrawn, scanned, stable } from './testing/drawn-world.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reporters-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}

const leakyServer = `import express from 'express';
const seen = new Map();
const app = express();
app.get('/', (req, res) => {
  seen.set(req.ip, Date.now());
  res.end();
});
`;
const lockFile = JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/mem': { version: '3.0.1' } } });

const real: Pick<Tools, 'settings' | 'scan' | 'planFixes' | 'unifiedDiff'> = {
  settings: () => realTools.settings(),
  scan: (options) => realTools.scan(options),
  planFixes: (options) => realTools.planFixes(options),
  unifiedDiff: (edits) => realTools.unifiedDiff(edits),
};
const check = ['check', '--quiet', '--route', 'GET /', '--reporter'];
const command = ['--', 'node', 'server.js'];

describe('every command with findings has every reporter', () => {
  const commands: Readonly<Record<string, (reporter: string) => string[]>> = {
    check: (reporter) => [...check, reporter, ...command],
    scan: (reporter) => ['scan', '--reporter', reporter],
    fix: (reporter) => ['fix', '--reporter', reporter],
    heal: (reporter) => ['heal', '--quiet', '--route', 'GET /', '--reporter', reporter, ...command],
    audit: (reporter) => ['audit', '--reporter', reporter],
  };
  test.each(Object.keys(commands).flatMap((name) => reporterNames.map((reporter) => [name, reporter] as const)))(
    '%s by %s',
    async (name, reporter) => {
      write('server.js', leakyServer);
      write('package-lock.json', lockFile);
      const tools = {
        ...real,
        runTrial: () => Promise.resolve(leaking),
        heal: () => Promise.resolve({ ...nothingHealed, before: leaking }),
      };
      const { status, stdout, stderr } = await runDrawn(commands[name]!(reporter), tools, drawnWorld({ cwd: root }));
      expect(stderr).not.toContain('error [');
      expect(status).toBe(1);
      expect(stdout).not.toBe('');
    },
  );

  test('heap commands say which they have', async () => {
    const { status, stderr } = await runDrawn(['heap', 'summary', 'x', '--reporter', 'sarif']);
    expect(status).toBe(2);
    expect(stderr).toContain('expected --reporter human|json');
  });
});

describe('the JSON of real results validates against the published schemas', () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const schemas = jsonSchemas();
  const errorsOf = (name: JsonSchemaName, value: unknown) => {
    const validate = ajv.compile(schemas[name]);
    validate(value);
    return validate.errors ?? [];
  };

  test.each<[JsonSchemaName, string[]]>([
    ['scan', ['scan', '--reporter', 'json']],
    ['fix', ['fix', '--unsafe', '--reporter', 'json']],
    ['audit', ['audit', '--reporter', 'json']],
  ])('%s', async (name, args) => {
    write('server.js', leakyServer);
    write('package-lock.json', lockFile);
    const { stdout } = await runDrawn(args, real, drawnWorld({ cwd: root }));
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(errorsOf(name, result)).toEqual([]);
    expect(errorsOf(name, { ...result, schemaVersion: 2 })).not.toEqual([]);
  });

  test('each line of jsonl', async () => {
    write('server.js', leakyServer);
    const { stdout } = await runDrawn(['scan', '--reporter', 'jsonl'], real, drawnWorld({ cwd: root }));
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(errorsOf('json-lines', JSON.parse(line))).toEqual([]);
  });
});

describe('files are named by their path in the repository', () => {
  const fileIn = (text: string) => /file=([^,]*)/.exec(text)?.[1];
  const scanIn = async (args: readonly string[], env: Record<string, string> = {}, cwd = root) => {
    const { stdout } = await runDrawn(['scan', ...args, '--reporter', 'github'], real, drawnWorld({ cwd, env }));
    return fileIn(stdout);
  };
  beforeEach(() => write('packages/api/src/server.js', leakyServer));

  test('below the folder with .git, wherever the command is run', async () => {
    write('.git/HEAD', '');
    expect(await scanIn(['packages/api'])).toBe('packages/api/src/server.js');
    expect(await scanIn(['.'], {}, join(root, 'packages/api/src'))).toBe('packages/api/src/server.js');
    expect(await scanIn(['packages/api/src/server.js'])).toBe('packages/api/src/server.js');
  });

  test('below what the platform checked out', async () => {
    expect(await scanIn(['packages/api'], { GITHUB_WORKSPACE: join(root, 'packages') })).toBe('api/src/server.js');
    expect(await scanIn(['packages/api'], { CI_PROJECT_DIR: root })).toBe('packages/api/src/server.js');
  });

  test('below the working folder where there is neither', async () => {
    expect(await scanIn(['packages/api'])).toBe('packages/api/src/server.js');
  });
});

describe('the summary of a job', () => {
  const summary = () => readFileSync(join(root, 'summary.md'), 'utf8');
  const scanning = { scan: () => Promise.resolve(scanned) };

  test('gains a result where GitHub asks for one and its reporter is chosen', async () => {
    write('summary.md', '# earlier\n');
    const world = drawnWorld({ cwd: root, env: { GITHUB_STEP_SUMMARY: join(root, 'summary.md') } });
    await runDrawn(['scan', '--reporter', 'github'], scanning, world);
    expect(summary()).toMatch(/^# earlier\n<!-- watertight:scan -->\n\n# Watertight: 0 findings\n/);
    await runDrawn(['scan', '--reporter', 'human'], scanning, world);
    expect(summary().match(/# Watertight/g)).toHaveLength(1);
  });

  test('a summary that cannot be written is an error that names it', async () => {
    const world = drawnWorld({ cwd: root, env: { GITHUB_STEP_SUMMARY: join(root, 'no/such/folder.md') } });
    const { status, stderr } = await runDrawn(['scan', '--reporter', 'github'], scanning, world);
    expect(status).toBe(2);
    expect(stderr).toContain('error [WRITE_FAILED]: cannot write GITHUB_STEP_SUMMARY');
  });
});

test('several reporters at once, each to a file of its own', async () => {
  const args = [
    'scan',
    '--reporter',
    'sarif=out/a.sarif',
    '--reporter',
    'junit=out/a.xml',
    '--reporter',
    'jsonl=out/a.jsonl',
  ];
  const { stdout } = await runDrawn(args, { scan: () => Promise.resolve(scanned) }, drawnWorld({ cwd: root }));
  expect(stdout).toContain('no findings');
  expect(readFileSync(join(root, 'out/a.sarif'), 'utf8')).toContain('"version": "2.1.0"');
  expect(readFileSync(join(root, 'out/a.xml'), 'utf8')).toContain('<testsuites');
  expect(readFileSync(join(root, 'out/a.jsonl'), 'utf8')).toContain('"type":"scan-stats"');
});

describe('audit', () => {
  test('ends with 1 where a version that leaks is locked, and says through what', async () => {
    write('package-lock.json', lockFile);
    const { status, stdout } = await runDrawn(['audit'], {}, drawnWorld({ cwd: root }));
    expect(status).toBe(1);
    expect(stdout).toContain('mem 3.0.1\n  what       keeps results whose maxAge has passed\n');
    expect(stdout).toContain('1 package is locked at a version known to leak');
  });

  test('ends with 0 where none is, and says what was not read', async () => {
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': {} } }));
    write('yarn.lock', '');
    const { status, stdout, stderr } = await runDrawn(['audit'], {}, drawnWorld({ cwd: root }));
    expect(status).toBe(0);
    expect(stdout).toContain('no package is locked at a version known to leak');
    expect(stderr).toBe('note: yarn.lock lies beside it and was not read; name it to check that one\n');
  });

  test('ends with 2 where there is no lock file', async () => {
    write('.git/HEAD', '');
    const { status, stderr } = await runDrawn(['audit'], {}, drawnWorld({ cwd: root }));
    expect(status).toBe(2);
    expect(stderr).toContain('error [LOCK_FILE_NOT_FOUND]: expected npm-shrinkwrap.json, package-lock.json');
  });
});

test('a stable check annotates nothing', async () => {
  const { status, stdout } = await runDrawn([...check, 'github', ...command], {
    runTrial: () => Promise.resolve(stable),
  });
  expect(status).toBe(0);
  expect(stdout).not.toContain('::');
});

describe('an error is told by the reporter that was meant for stdout', () => {
  const stdoutOf = async (...args: string[]) => {
    const { status, stdout } = await runDrawn(['audit', 'nowhere', ...args], {}, drawnWorld({ cwd: root }));
    expect(status).toBe(2);
    return stdout;
  };

  test('json and jsonl', async () => {
    expect(JSON.parse(await stdoutOf('--reporter', 'json'))).toMatchObject({ error: { code: 'PATH_NOT_FOUND' } });
    const line = jsonLineSchema.parse(JSON.parse(await stdoutOf('--reporter=jsonl')));
    expect(line).toMatchObject({ command: 'audit', type: 'error', record: { code: 'PATH_NOT_FOUND' } });
  });

  test('github', async () => {
    const stdout = await stdoutOf('--reporter', 'github', '--reporter', 'json=errors.json');
    expect(stdout).toMatch(/^::error title=watertight%3A PATH_NOT_FOUND::expected a folder or a lock file, [^\n]*\n$/);
  });

  test('others leave stdout empty', async () => {
    expect(await stdoutOf()).toBe('');
    expect(await stdoutOf('--reporter', 'sarif')).toBe('');
    expect(await stdoutOf('--reporter', 'json=errors.json')).toBe('');
  });
});
