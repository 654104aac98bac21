// The scripts of package.json, with nothing but Node: installs what is missing, starts Nx once, and says what it skips.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task, ...args] = process.argv.slice(2);

// npm leaves its spinner on the line on which it starts a script.
const say = (text) => console.error(process.stderr.isTTY ? `\r\u001b[K${text}` : text);
const quietNx = { NX_DAEMON: 'false', NX_TUI: 'false' };
const run = (command, commandArgs) => {
  const { status, signal } = spawnSync(command, commandArgs, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...quietNx },
  });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
};
const nxCommand = join(root, 'node_modules/nx/dist/bin/nx.js');
const nx = (...nxArgs) => run(process.execPath, [nxCommand, ...nxArgs]);
const build = ['run-many', '-t', 'build', 'page', 'site', '--parallel=2', '--output-style=static'];
/** Builds on the way to something else: what the compilers say matters only where they fail. */
const buildAll = () => {
  say('building (the first time about 20 s)');
  const { status, stdout } = spawnSync(process.execPath, [nxCommand, ...build], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...quietNx },
  });
  if (status === 0) return;
  process.stdout.write(stdout);
  process.exit(status ?? 1);
};
const node = (file) => run(process.execPath, [file, ...args]);

const tasks = {
  build: () => nx(...build),
  demo: () => {
    buildAll();
    node('apps/e2e/dist/demo.js');
  },
  start: () => {
    buildAll();
    run(process.execPath, ['tools/cli/bin/watertight.js', 'lab', '--open', ...args]);
  },
  'lab:walk': () => {
    const walkArgs = ofOneCause(args);
    buildAll();
    run(process.execPath, ['node_modules/jest/bin/jest.js', '--config', 'apps/lab/jest.walk.config.cjs', ...walkArgs]);
  },
  test: () => nx('run-many', '-t', 'test', '--parallel=2', '--output-style=static', ...args),
  lint: () => nx('run-many', '-t', 'lint', 'typecheck', '--parallel=2', '--output-style=static', ...args),
  proofs: () => {
    buildAll();
    run(process.execPath, ['node_modules/jest/bin/jest.js', '--config', 'apps/e2e/jest.proofs.config.cjs', ...args]);
  },
  'proofs:all': () => {
    process.env.WATERTIGHT_PROOFS = 'all';
    tasks.proofs();
  },
  'proofs:page': () => {
    buildAll();
    node('apps/e2e/dist/proofs-page.js');
  },
  'leak-check': () => {
    // The targets are inferred by a plugin of this workspace, which is there once it is built.
    buildAll();
    nx('run-many', '-t', 'leak-check', '--output-style=static', ...args);
  },
  zoo: () => {
    buildAll();
    node('apps/e2e/dist/zoo.js');
  },
  docs: () => {
    buildAll();
    // Built once more, so that it is told how large it is and where.
    node('tools/docs/dist/build.js');
  },
  'docs:check': () => {
    buildAll();
    node('tools/docs/dist/check.js');
  },
  pack: () => {
    buildAll();
    node('scripts/pack.mjs');
  },
  matrix: () => {
    buildAll();
    node('scripts/pack.mjs');
    node('scripts/matrix.mjs');
  },
  check: () => {
    run(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
    run(process.execPath, ['node_modules/knip/bin/knip.js']);
    tasks.lint();
  },
};

requireNode();
if (!(task in tasks)) {
  console.error(`expected one of ${Object.keys(tasks).join(', ')}, got '${task ?? ''}'`);
  process.exit(2);
}
installWhenNeeded();
tasks[task]();

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`expected Node 20.19 or later, got ${process.version}; Node 22 or 24 is recommended`);
  process.exit(2);
}

/** `--only <cause>` walks through the wrong fixes of that cause, and through nothing else. */
function ofOneCause(given) {
  const at = given.indexOf('--only');
  if (at < 0) return given;
  const cause = given[at + 1] ?? '';
  const known = readdirSync(join(root, 'libs/catalog/src/wrong-fixes'));
  if (!known.includes(cause)) {
    console.error(`expected a cause with wrong fixes after --only, got '${cause}'; they are ${known.join(', ')}`);
    process.exit(2);
  }
  return [...given.toSpliced(at, 2), 'wrong-fixes', '-t', `^${cause}: `];
}

/** npm leaves a copy of the lock file behind: an older one than ours means that something is missing. */
function installWhenNeeded() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs) return;
  say('installing packages (once, about a minute)');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}
