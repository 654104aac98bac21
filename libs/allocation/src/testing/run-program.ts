import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const built = (name: string) => pathToFileURL(join(__dirname, '../../dist', name)).href;

/** Sets up the names of the library, and `print`, which tells the spec. */
const prelude = `
import * as allocation from ${JSON.stringify(built('index.js'))};
const print = (value) => process.stdout.write(JSON.stringify(value));
const rows = (snapshot, groupBy = 'line') => snapshot.statistics(groupBy).map(({ name, bytes, count, precision }) => ({ name, bytes, count, precision }));
`;

export interface Run {
  /** Other files of the program, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether to load it line by line from the start. */
  readonly preloadLines?: boolean;
}

/** Runs a program with the built library in a process of its own, and answers what it prints. */
export function runProgram<Printed>(text: string, { files = {}, preloadLines = false }: Run = {}): Printed {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-allocation-')));
  try {
    for (const [name, content] of Object.entries({ ...files, 'main.mjs': prelude + text })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const preload = preloadLines ? ['--import', built('lines.js')] : [];
    const { stdout, stderr, status } = spawnSync(process.execPath, [...preload, 'main.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    if (status !== 0) throw new Error(stderr || `it ended with ${status}`);
    return JSON.parse(stdout) as Printed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
