import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { workspaceRoot } from '../watertight.ts';
import { serveComments } from './github.ts';
import { makeJob, visitsServer, type Inputs } from './run-action.ts';

interface Workflow {
  readonly jobs: { readonly leaks: { readonly steps: readonly { readonly uses?: string; readonly with?: Inputs }[] } };
}

/** What an example gives to the action. */
function exampleInputs(name = 'leaks.yml'): Inputs {
  const text = readFileSync(join(workspaceRoot, 'examples/github-actions', name), 'utf8');
  const { steps } = (parse(text) as Workflow).jobs.leaks;
  return steps.find(({ uses }) => uses?.includes('/watertight@'))!.with!;
}

test('the example workflow fails on a branch that leaks, and its comment says so until the leak is gone', async () => {
  const comments = await serveComments();
  const job = makeJob(comments);
  try {
    job.write('server.js', visitsServer('visits.push({ id: req.params.id, at: Date.now() });'));
    const failed = await job.run(exampleInputs());
    expect({ status: failed.status, told: failed.output }).toMatchObject({
      status: 1,
      told: expect.stringMatching(/^::error file=server\.js,line=5,/m),
    });
    expect(comments.list).toHaveLength(1);
    expect(comments.list[0]!.body).toMatch(/^<!-- watertight:check:\w+ -->\n[\s\S]*server\.js:5/);

    job.write('server.js', visitsServer(''));
    expect(await job.run(exampleInputs())).toMatchObject({ status: 0 });
    expect(comments.list).toEqual([{ id: 1, body: expect.stringContaining('stable') }]);
  } finally {
    job.remove();
    comments.close();
  }
});

test('against the main branch, a leak of main passes and one that is new fails', async () => {
  const comments = await serveComments();
  const job = makeJob(comments);
  const inputs = exampleInputs('leaks-against-main.yml');
  const known = 'visits.push({ id: req.params.id, at: Date.now() });';
  try {
    job.write('server.js', visitsServer(known));
    job.runsFor('push');
    expect(await job.run(inputs)).toMatchObject({ status: 0 });
    job.runsFor('pull request');
    const same = await job.run(inputs);
    expect({ status: same.status, told: same.output }).toMatchObject({
      status: 0,
      told: expect.stringMatching(/^::notice file=server\.js,line=5,/m),
    });
    expect(comments.list).toEqual([]);

    job.write('server.js', `const paths = new Set();\n${visitsServer(`${known} paths.add(req.originalUrl);`)}`);
    const worse = await job.run(inputs);
    expect({ status: worse.status, told: worse.output }).toMatchObject({
      status: 1,
      told: expect.stringMatching(/^::error file=server\.js,line=6,/m),
    });
    expect(comments.list[0]!.body).toContain('# Watertight: leaking, worse');
  } finally {
    job.remove();
    comments.close();
  }
});
