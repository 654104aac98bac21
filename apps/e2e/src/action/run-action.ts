import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { workspaceRoot } from '../watertight.ts';
import type { Comments } from './github.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly [{ readonly run: string; readonly env: Readonly<Record<string, string>> }];
  };
}

export type Inputs = Readonly<Record<string, string>>;

export interface Ran {
  readonly status: number | null;
  readonly output: string;
  readonly outputs: string;
  readonly summary: string;
}

/** A project of somebody else that has installed the command, and the job that checks its pull request 7. */
export interface Job {
  write(name: string, text: string): void;
  /** What the job runs for: the pull request, unless it is a push. */
  runsFor(event: 'push' | 'pull request'): void;
  /** Does what the step of `action.yml` says, as a runner does. */
  run(inputs: Inputs): Promise<Ran>;
  remove(): void;
}

const pullRequestEvent = '{ "pull_request": { "number": 7 } }';

export function makeJob(comments: Comments): Job {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-job-')));
  const folder = join(root, 'project');
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const name of ['watertight', 'express']) {
    symlinkSync(join(workspaceRoot, 'node_modules', name), join(folder, 'node_modules', name));
  }
  write('project/package.json', '{ "private": true }');
  write('event.json', pullRequestEvent);
  const env = {
    RUNNER_TEMP: root,
    GITHUB_ACTION_PATH: workspaceRoot,
    GITHUB_API_URL: comments.url,
    GITHUB_EVENT_PATH: join(root, 'event.json'),
    GITHUB_OUTPUT: join(root, 'output'),
    GITHUB_REPOSITORY: 'somebody/project',
    GITHUB_STEP_SUMMARY: join(root, 'summary.md'),
    GITHUB_WORKSPACE: folder,
  };
  return {
    write: (name, text) => write(`project/${name}`, text),
    runsFor: (event) => write('event.json', event === 'push' ? '{}' : pullRequestEvent),
    run: async (inputs) => {
      write('output', '');
      write('summary.md', '');
      const ran = await runStep(folder, inputs, env);
      return {
        ...ran,
        outputs: readFileSync(env.GITHUB_OUTPUT, 'utf8'),
        summary: readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8'),
      };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function runStep(
  cwd: string,
  inputs: Inputs,
  env: Record<string, string>,
): Promise<Pick<Ran, 'status' | 'output'>> {
  const action = parse(readFileSync(join(workspaceRoot, 'action.yml'), 'utf8')) as Action;
  const [step] = action.runs.steps;
  const valueOf = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? '';
  const filled = (text: string) =>
    text
      .replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => valueOf(name))
      .replace('${{ github.token }}', 'a token');
  const ofStep = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, filled(value)]));
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: join(cwd, valueOf('working-directory')),
    env: { ...process.env, NO_COLOR: '1', ...env, ...ofStep },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, output };
}

/** The text of a server that does this with each visit; it has a list to keep them in. */
export const visitsServer = (handler: string) => `const express = require('express');
const app = express();
const visits = [];
app.get('/visits/:id', (req, res) => {
  ${handler}
  res.json({ id: req.params.id });
});
app.listen(0);
`;
