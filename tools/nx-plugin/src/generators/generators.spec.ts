import { addProjectConfiguration, readJson, readNxJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import cause from './cause.ts';
import init from './init.ts';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});
const textOf = (file: string) => tree.read(file, 'utf8') ?? '';

describe('init', () => {
  test('adds the plugin, the packages and what is not to be committed, once', () => {
    tree.write('.gitignore', 'dist');
    init(tree, {});
    init(tree, {});
    expect(readNxJson(tree)?.plugins).toEqual(['@watertight/nx']);
    const { devDependencies } = readJson<{ devDependencies: object }>(tree, 'package.json');
    expect(devDependencies).toMatchObject({ watertight: expect.any(String), '@watertight/nx': expect.any(String) });
    expect(textOf('.gitignore')).toBe('dist\nwatertight-report/\n');
  });

  test('gives a project a configuration, and leaves one that is there', () => {
    addProjectConfiguration(tree, 'api', { root: 'apps/api' });
    init(tree, { project: 'api', command: 'node dist/server.js', route: 'GET /users/{n}' });
    const file = 'apps/api/watertight.config.ts';
    expect(textOf(file)).toMatch(/command: ["']node dist\/server\.js["'], routes: \[["']GET \/users\/\{n\}["']\]/);
    expect(textOf(file)).toMatch(/heap: ["']64 B["']/);
    tree.write(file, 'mine');
    init(tree, { project: 'api' });
    expect(textOf(file)).toBe('mine');
  });

  test('refuses a project that is not there', () => {
    expect(() => init(tree, { project: 'nowhere' })).toThrow(/nowhere/);
  });
});

describe('cause', () => {
  beforeEach(() => {
    tree.write(
      'libs/catalog/src/causes.ts',
      `import type { Cause } from './cause.ts';
import { anchoredCycle } from './causes/anchored-cycle/cause.ts';
import { unreadBody } from './causes/unread-body/cause.ts';

export const causes = [anchoredCycle, unreadBody] as const satisfies readonly Cause[];
`.replace('[anchoredCycle, unreadBody]', '[\n  anchoredCycle,\n  unreadBody,\n]'),
    );
    tree.write(
      'libs/catalog/src/exercises.ts',
      `import { anchoredCycleExercise } from './causes/anchored-cycle/exercise.ts';
import type { CauseId } from './causes.ts';

const exercises: Readonly<Record<CauseId, Exercise>> = {
  'anchored-cycle': anchoredCycleExercise,
};

export function exerciseOf(id: CauseId): Exercise {
  return exercises[id];
}
`,
    );
    tree.write(
      'tools/codemods/src/rules/index.ts',
      `import { anchoredCycle } from './anchored-cycle/rule.ts';

export const rules = {
  'anchored-cycle': anchoredCycle,
} as const satisfies { readonly [Id in CauseId]: Rule<Id> };
`,
    );
  });

  test('writes every file of it, and its places in the tables', () => {
    cause(tree, { id: 'kept-promise', title: 'a promise that is kept' });
    const folder = 'libs/catalog/src/causes/kept-promise';
    const files = ['README.md', 'cause.ts', 'exercise.ts', 'fixed.ts', 'leaky.ts', 'lesson.md'];
    expect(tree.children(folder).sort()).toEqual(files);
    expect(textOf(`${folder}/cause.ts`)).toContain('export const keptPromise = defineCause({');
    expect(textOf(`${folder}/leaky.ts`)).toContain('// leak: kept-promise');
    expect(tree.children('tools/codemods/src/rules/kept-promise').sort()).toEqual(['rule.spec.ts', 'rule.ts']);
    const causes = textOf('libs/catalog/src/causes.ts');
    expect(causes).toMatch(/anchored-cycle\/cause\.ts.;\nimport \{ keptPromise \} [^\n]*\nimport \{ unreadBody \}/);
    expect(causes).toMatch(/unreadBody,\s+keptPromise,?\s*\]/);
    const exercises = textOf('libs/catalog/src/exercises.ts');
    expect(exercises).toMatch(/anchoredCycleExercise \}[^\n]*\nimport \{ keptPromiseExercise \}/);
    expect(exercises).toMatch(/anchoredCycleExercise,\n {2}["']kept-promise["']: keptPromiseExercise,\n\};\n/);
    expect(textOf('tools/codemods/src/rules/index.ts')).toMatch(/["']kept-promise["']: keptPromise,/);
  });

  test('refuses one that is there, and a workspace without a catalog', () => {
    cause(tree, { id: 'kept-promise' });
    expect(() => cause(tree, { id: 'kept-promise' })).toThrow(/choose another id/);
    expect(() => cause(createTreeWithEmptyWorkspace(), { id: 'kept-promise' })).toThrow(/run this there/);
  });
});
