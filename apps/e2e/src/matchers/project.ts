import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../watertight.ts';

/** A project of somebody else, with a test runner. */
export interface Project {
  readonly folder: string;
  /** Runs a file of a package in its folder and answers with all that it prints. */
  run(script: string, ...args: string[]): Promise<{ readonly status: number | null; readonly output: string }>;
  remove(): void;
}

/** Makes a project of these files, with the packages that this workspace has. */
export function makeProject(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-matchers-'));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries({
    'package.json': '{ "name": "somebody-elses", "private": true }',
    ...files,
  })) {
    write(name, text);
  }
  mkdirSync(join(folder, 'node_modules/@watertight'), { recursive: true });
  for (const name of ['@watertight/testing', 'express', 'jest', 'vitest', '@swc/jest', '@swc/core']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(workspaceRoot, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    run: (script, ...args) => run(folder, [join(folder, 'node_modules', script), ...args]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// What the runner of this very spec has set is not for the one in the project.
const ofThisRunner = /^(JEST|VITEST|NODE_ENV$|NODE_OPTIONS$|WATERTIGHT)/;

/** Runs Node in a folder and answers with all that it prints. */
export function run(cwd: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofThisRunner.test(name)));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
