// Brings the sources of a repository, at one commit, into a folder: the files that a scan reads, and nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const patterns = ['*.ts', '*.mts', '*.cts', '*.tsx', '*.js', '*.mjs', '*.cjs', '*.jsx'];
const described = ['*package.json', '*tsconfig*.json', '*jsconfig*.json', '*.gitignore'];

/** The folder; once it is there it is taken as it is. */
export function checkOut({ repository, commit }, { folder, from }) {
  const [owner, name] = repository.split('/');
  const source = from.replace('{owner}', owner).replace('{name}', name);
  const target = join(folder, `${owner}+${name}-${commit.slice(0, 10)}`);
  if (existsSync(join(target, '.complete'))) return target;
  mkdirSync(target, { recursive: true });
  const git = (...args) => run(target, args);
  git('init', '-q');
  // The objects of a git directory on this machine are read where they are.
  if (existsSync(join(source, 'objects'))) run(target, ['read-tree', commit], alternates(source));
  else {
    git('fetch', '-q', '--depth', '1', source, commit);
    git('read-tree', commit);
  }
  const environment = alternates(source);
  const names = presentNames(target, environment);
  run(target, ['checkout-index', '-z', '--stdin', '-f'], environment, names);
  run(target, ['read-tree', '--empty']);
  run(target, ['add', '-f', '.']);
  mkdirSync(join(target, '.complete'));
  return target;
}

/** What a scan reads, ended by NUL each; a git directory that was copied without its largest files has no content for them. */
function presentNames(target, environment) {
  const listed = run(target, ['ls-files', '-s', '-z', ...patterns, ...described], environment).split('\0');
  const entries = listed.filter(Boolean).map((entry) => {
    const [description, name] = entry.split('\t');
    return { object: description.split(' ')[1], name };
  });
  const objects = entries.map(({ object }) => `${object}\n`).join('');
  const present = run(target, ['cat-file', '--batch-check'], environment, objects).split('\n');
  return entries.map(({ name }, place) => (present[place].endsWith(' missing') ? '' : `${name}\0`)).join('');
}

function alternates(source) {
  const objects = join(source, 'objects');
  return existsSync(objects) ? { GIT_ALTERNATE_OBJECT_DIRECTORIES: objects } : {};
}

function run(cwd, args, environment = {}, input = undefined) {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim().slice(0, 500)}`);
  return stdout;
}
