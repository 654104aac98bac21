import { join } from 'node:path';
import { withFolder, type Files } from '../testing/source-folder.ts';
import { loadConfig } from './load-config.ts';

const loaded = (files: Files, below = '') =>
  withFolder({ '.git/HEAD': '', ...files }, (folder) => {
    const found = loadConfig(join(folder, below));
    return found && { ...found, file: found.file.slice(folder.length + 1) };
  });
const config = (text: string) => loaded({ 'watertight.config.json': text })?.config;

describe('a configuration is found', () => {
  test.each([
    [
      'watertight.config.ts',
      "import { defineConfig } from 'watertight';\nexport default defineConfig({ exclude: ['a' as string] });",
    ],
    [
      'watertight.config.mjs',
      "import { defineConfig } from 'watertight';\nexport default defineConfig({ exclude: ['a'] });",
    ],
    ['watertight.config.js', "export default { exclude: ['a'] };"],
    ['watertight.config.cjs', "module.exports = { exclude: ['a'] };"],
    ['watertight.config.json', '{ "exclude": ["a"] }'],
  ])('as %s', (name, text) => {
    expect(loaded({ [name]: text })).toMatchObject({ file: name, config: { exclude: ['a'] } });
  });

  test('above the folder that is scanned, up to the root of the repository', () => {
    const files = { 'watertight.config.json': '{}', 'src/app.js': '' };
    expect(loaded(files, 'src')?.file).toBe('watertight.config.json');
    expect(loaded({ ...files, 'src/.git/HEAD': '' }, 'src')).toBeUndefined();
  });

  test('with other modules of the project in it', () => {
    const files = {
      'watertight.config.ts': "import { left } from './left.js';\nexport default { exclude: left };",
      'left.ts': "export const left: string[] = ['old/'];",
    };
    expect(loaded(files)?.config).toEqual({ exclude: ['old/'] });
  });

  test('nowhere, which is no error', () => expect(loaded({ 'app.js': '' })).toBeUndefined());
});

describe('a configuration is refused', () => {
  test.each([
    ['an unknown key', '{ "exclud": [] }', /unknown key 'exclud'; the nearest is 'exclude'/],
    [
      'an unknown key of a resource',
      '{ "resources": [{ "name": "a", "acquire": "b", "realease": "c", "release": "d" }] }',
      /unknown key 'realease' in resources\.0; the nearest is 'release'/,
    ],
    [
      'an unknown rule',
      '{ "rules": { "unbounded-cash": "off" } }',
      /no rule 'unbounded-cash'; the nearest is 'unbounded-cache'/,
    ],
    ['a value of another kind', '{ "cache": "yes" }', /cache: invalid input: expected boolean/],
    [
      'a budget that is no amount',
      '{ "budgets": { "GET /a": { "heap": "64 bits" } } }',
      /budgets\.GET \/a\.heap: expected an amount of memory, such as '64 B' or '80 MB', got '64 bits'/,
    ],
    [
      'a budget of another kind',
      '{ "budgets": { "*": { "heap": { "afterCollection": 80 } } } }',
      /budgets\.\*\.heap\.afterCollection: invalid input: expected string, received number/,
    ],
    [
      'an unknown signal of a budget',
      '{ "budgets": { "*": { "heep": "64 B" } } }',
      /unknown key 'heep' in budgets\.\*; the nearest is 'heap', and all are heap, external/,
    ],
    [
      'an unknown limit of a budget',
      '{ "budgets": { "*": { "heap": { "perRequests": "64 B" } } } }',
      /unknown key 'perRequests' in budgets\.\*\.heap; the nearest is 'perRequest'/,
    ],
    ['text that is no JSON', '{', /cannot be loaded/],
  ])('with %s', (_case, text, message) => {
    expect(() => config(text)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) }),
    );
  });

  test('where a module does not run', () => {
    expect(() => loaded({ 'watertight.config.mjs': 'export default missing;' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('missing is not defined') }),
    );
  });

  test('where two stand side by side', () => {
    const two = { 'watertight.config.json': '{}', 'watertight.config.js': 'export default {};' };
    expect(() => loaded(two)).toThrow(/found .*config\.js and .*config\.json; keep one/);
  });

  test('where the one that is named is not there', () => {
    expect(() => withFolder({}, (folder) => loadConfig(folder, join(folder, 'other.json')))).toThrow(
      expect.objectContaining({ code: 'PATH_NOT_FOUND' }),
    );
  });
});
