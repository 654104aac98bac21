import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { causes } from '@watertight/catalog';
import { ESLint as ESLint10, RuleTester as RuleTester10, type Linter } from 'eslint';
import * as eslint9 from 'eslint-9';
import { plugin } from './plugin.ts';

const visitors = `import http from 'node:http';
const visitors = new Map();
http.createServer((req, res) => {
  visitors.set(req.url, 1);
  res.end();
});
`;
const firstByte = `import { openSync, readSync } from 'node:fs';
export function first(path) {
  const file = openSync(path, 'r');
  readSync(file, Buffer.alloc(1));
}
`;
const closing = `import { openSync, readSync, closeSync } from 'node:fs';
export function first(path) {
  const file = openSync(path, 'r');
  try {
    readSync(file, Buffer.alloc(1));
  } finally {
    closeSync(file);
  }
}
`;

const { 'unbounded-cache': cacheRule, 'unclosed-file': fileRule } = plugin.rules;
const testers = [
  ['9', eslint9.RuleTester as unknown as typeof RuleTester10],
  ['10', RuleTester10],
] as const;

describe.each(testers)('ESLint %s', (_version, RuleTester) => {
  const tester = new RuleTester({ languageOptions: { ecmaVersion: 'latest', sourceType: 'module' } });

  tester.run('unbounded-cache', cacheRule!, {
    valid: [
      'export const seen = new Map();\n',
      visitors
        .replace('const visitors', 'const limit = 1;\nconst visitors')
        .replace('  res', '  if (visitors.size > limit) visitors.clear();\n  res'),
      visitors.replace('  visitors.set', '  // watertight-ignore unbounded-cache: few urls\n  visitors.set'),
      { code: visitors, filename: 'app.test.js' },
      { code: visitors, options: [{ minConfidence: 'high' }], filename: 'app.spec.js' },
    ],
    invalid: [
      {
        code: visitors,
        errors: [
          {
            message: 'visitors keeps an entry for every req.url and never drops one; bound it with an LRU cache',
            line: 4,
            column: 3,
            suggestions: [
              {
                messageId: 'rewrite',
                output: visitors
                  .replace("'node:http';\n", "'node:http';\nimport { LRUCache } from 'lru-cache';\n")
                  .replace('new Map()', 'new LRUCache({ max: 1000 })'),
              },
            ],
          },
        ],
      },
    ],
  });

  tester.run('unclosed-file', fileRule!, {
    valid: [closing, { code: firstByte, options: [{ minConfidence: 'high' }] }],
    invalid: [{ code: firstByte, output: closing, errors: [{ messageId: 'finding', line: 3 }] }],
  });
});

describe('a lint run', () => {
  let folder: string;
  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-eslint-')))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const lint = async (options: ESLint10.Options = {}, config: Linter.Config = {}) => {
    const eslint = new ESLint10({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [plugin.configs.recommended, config],
      ...options,
    });
    // To walk a folder, ESLint imports a module, which jest does not let it.
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.js'));
    const found: string[] = [];
    for (const file of files.sort()) {
      const filePath = join(folder, file);
      const [result] = await eslint.lintText(readFileSync(filePath, 'utf8'), { filePath });
      if (result?.output !== undefined) writeFileSync(filePath, result.output);
      found.push(
        ...(result?.messages ?? []).map(({ ruleId, line, message }) => `${file}:${line} ${ruleId ?? message}`),
      );
    }
    return found;
  };

  test('sees what stands in other files', async () => {
    write('store.js', 'export const seen = new Map();\nexport const remember = (url) => seen.set(url, 1);\n');
    write(
      'app.js',
      "import http from 'node:http';\nimport { remember } from './store.js';\nhttp.createServer((req, res) => remember(req.url));\n",
    );
    expect(await lint()).toEqual(['store.js:2 watertight/unbounded-cache']);
    write('sweep.js', "import { seen } from './store.js';\nsetInterval(() => seen.clear(), 1000);\n");
    expect(await lintAfterAWhile()).toEqual([]);
  });

  // A session looks at the disk once in a while.
  const lintAfterAWhile = () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    return lint().finally(() => now.mockRestore());
  };

  test('--fix mends what is automatic, and a second run has nothing to do', async () => {
    write('app.js', firstByte);
    write('cache.js', visitors);
    expect(await lint({ fix: true })).toEqual(['cache.js:4 watertight/unbounded-cache']);
    expect(readFileSync(join(folder, 'app.js'), 'utf8')).toBe(closing);
    expect(readFileSync(join(folder, 'cache.js'), 'utf8')).toBe(visitors);
  });

  test('leaves the line ends and the byte order mark of a file', async () => {
    write('app.js', `\uFEFF${firstByte.replaceAll('\n', '\r\n')}`);
    expect(await lint({ fix: true })).toEqual([]);
    expect(readFileSync(join(folder, 'app.js'), 'utf8')).toBe(`\uFEFF${closing.replaceAll('\n', '\r\n')}`);
  });

  test('judges a text that is not saved yet', async () => {
    write('app.js', visitors);
    const eslint = new ESLint10({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [plugin.configs.recommended],
    });
    const linesIn = async (text: string) =>
      (await eslint.lintText(text, { filePath: join(folder, 'app.js') })).flatMap(({ messages }) =>
        messages.map(({ line }) => line),
      );
    expect(await linesIn(`\n${visitors}`)).toEqual([5]);
    expect(await linesIn('export {};\n')).toEqual([]);
    expect(await linesIn(visitors)).toEqual([4]);
  });

  test('heeds the configuration, accepted findings and .gitignore', async () => {
    const settings = (root: string) => ({ settings: { watertight: { root } } });
    write(
      'accepted/watertight-suppressions.json',
      JSON.stringify({
        schemaVersion: 1,
        suppressions: [{ rule: 'unbounded-cache', file: 'app.js', scope: '#visitors', count: 1 }],
      }),
    );
    write('accepted/app.js', visitors);
    write('lowered/watertight.config.json', '{ "rules": { "unbounded-cache": "low" } }');
    write('lowered/app.js', visitors);
    write('ignored/.gitignore', 'app.js\n');
    write('ignored/app.js', visitors);
    for (const name of ['accepted', 'lowered', 'ignored'])
      expect((await lint({}, settings(name))).filter((each) => each.startsWith(name))).toEqual([]);
  });

  test('has the rule of each cause, and its options are checked', async () => {
    expect(Object.keys(plugin.configs.recommended.rules ?? {})).toEqual(causes.map(({ id }) => `watertight/${id}`));
    write('app.js', visitors);
    await expect(
      lint({}, { rules: { 'watertight/unbounded-cache': ['error', { minConfidence: 'none' }] } }),
    ).rejects.toThrow(/"none" should be equal to one of the allowed values/);
  });
});

// What jest runs is not what is published: this is the built package in a process of its own.
const built = join(__dirname, '../dist/index.js');
test('the command eslint runs the built plugin', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-eslint-')));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'app.js'), visitors);
    writeFileSync(
      join(folder, 'eslint.config.js'),
      `import watertight from ${JSON.stringify(built)};\nexport default [watertight.configs.recommended];\n`,
    );
    const command = join(dirname(require.resolve('eslint/package.json')), 'bin/eslint.js');
    const run = () =>
      execFileSync(process.execPath, [command, '--format', 'json', '.'], { cwd: folder, encoding: 'utf8' });
    let printed = '';
    try {
      printed = run();
    } catch (error) {
      printed = (error as { stdout: string }).stdout;
    }
    const messages = (JSON.parse(printed) as { messages: { ruleId: string; line: number }[] }[]).flatMap(
      (file) => file.messages,
    );
    expect(messages).toEqual([expect.objectContaining({ ruleId: 'watertight/unbounded-cache', line: 4 })]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
