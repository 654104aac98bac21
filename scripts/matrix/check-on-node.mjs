import { join } from 'node:path';
import { run } from './run.mjs';

/** Uses everything in a project on one version of Node, as its owner would. */
export function checkOnNode({ node, project }, results) {
  const within = { cwd: project.folder, node };
  const note = (title, { status, output }, { expected = 0, words = [] } = {}) => {
    const isFine = status === expected && words.every((word) => output.includes(word));
    results.note(
      `Node ${node.version}: ${title}`,
      isFine,
      `status ${status}, expected ${expected} and ${words.join(', ')}\n${output}`,
    );
  };
  const withNode = (...args) => run(join(node.folder, 'node'), args, within);
  const watertight = (...args) => run('npx', ['--no-install', 'watertight', ...args], within);
  const bin = (name, ...args) => withNode(join(project.folder, 'node_modules', name), ...args);

  const names = project.packed.flatMap(({ name, manifest }) => importable(name, manifest));
  note(
    'every package is imported',
    withNode('--input-type=module', '-e', names.map((name) => `await import('${name}');`).join('')),
  );
  note('every package is required', withNode('-e', names.map((name) => `require('${name}');`).join('')));
  note('types of ES modules and CommonJS', bin('typescript/bin/tsc', '-p', 'types'));

  const server = ['--', 'node', 'server.js'];
  note('watertight check: clean', watertight('check', '--quiet', '--route', 'GET /users/{n}', ...server), {
    words: ['stable'],
  });
  note('watertight check: leaking', watertight('check', '--quiet', '--route', 'GET /visits/{n}', ...server), {
    expected: 1,
    words: ['leaking', 'app.js:9:'],
  });
  note('watertight scan', watertight('scan', 'app.js'), { expected: 1, words: ['growing-request-list'] });
  note('watertight fix', watertight('fix', 'app.js', '--unsafe'), { expected: 1, words: ['+++ b/app.js'] });
  note('watertight heal', watertight('heal', '--quiet', '--unsafe', '--route', 'GET /visits/{n}', ...server), {
    words: ['nothing leaks any more', 'all agree'],
  });
  note('rules in ESLint', bin('eslint/bin/eslint.js', 'app.js'), {
    expected: 1,
    words: ['9:', 'watertight/growing-request-list'],
  });

  note('matchers in Jest', bin('jest/bin/jest.js', '--testRegex', String.raw`\.jest\.js$`));
  note('matchers in Vitest', bin('vitest/vitest.mjs', 'run'));
  note('assertions in node:test', withNode('--test', 'tests/app.node.mjs'));
}

// What is for `--require` and `--import` alone does something where it is loaded, and matchers need their runner.
const notByItself = ['./package.json', './preload', './lines', './jest', './vitest'];

function importable(name, { exports }) {
  return Object.keys(exports)
    .filter((path) => !notByItself.includes(path) && !path.includes('*'))
    .map((path) => join(name, path));
}
