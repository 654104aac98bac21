import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../watertight.ts';
import { serveComments, type Comments } from './github.ts';
import { makeJob, visitsServer, type Job } from './run-action.ts';

jest.setTimeout(120_000);

let comments: Comments;
let job: Job;
beforeEach(async () => {
  comments = await serveComments();
  job = makeJob(comments);
});
afterEach(() => {
  job.remove();
  comments.close();
});

const leaky = visitsServer('visits.push({ id: req.params.id });');
const clean = visitsServer('');

test.each([
  ['action', 'action.yml'],
  ['workflow', 'examples/github-actions/leaks.yml'],
  ['workflow', 'examples/github-actions/leaks-against-main.yml'],
])('the parser of GitHub has nothing to say against the %s', (kind, path) => {
  const script = join(workspaceRoot, 'apps/e2e/src/action/problems.mjs');
  const args = ['--import', 'tsx', script, kind, join(workspaceRoot, path)];
  const problems = execFileSync(process.execPath, args, { cwd: workspaceRoot, encoding: 'utf8' });
  expect(problems).toBe('');
});

test('a leak fails the job, is marked at its line, and is told in one comment that is kept up to date', async () => {
  job.write('server.js', leaky);
  comments.list.push(...Array.from({ length: 100 }, (_, at) => ({ id: 1000 + at, body: 'looks good' })));

  const failed = await job.run({ run: 'scan' });
  expect(failed.status).toBe(1);
  expect(failed.outputs).toBe('exit-status=1\n');
  expect(failed.output).toContain('::error file=server.js,line=5,');
  expect(failed.summary).toContain('growing-request-list');
  expect(comments.list.slice(100)).toEqual([{ id: 101, body: expect.stringMatching(/^<!-- watertight:scan -->\n/) }]);
  expect(comments.list[100]!.body).toContain('server.js');

  job.write('server.js', clean);
  const passed = await job.run({ run: 'scan' });
  expect(passed.status).toBe(0);
  expect(comments.list).toHaveLength(101);
  expect(comments.list[100]!.body).not.toContain('growing-request-list');
  expect(comments.changes).toEqual([
    'POST /repos/somebody/project/issues/7/comments',
    'PATCH /repos/somebody/project/issues/comments/101',
  ]);
  expect([...comments.tokens]).toEqual(['Bearer a token']);
});

test('a clean branch is not talked about', async () => {
  job.write('server.js', clean);
  expect(await job.run({ run: 'scan' })).toMatchObject({ status: 0, outputs: 'exit-status=0\n' });
  expect(comments.changes).toEqual([]);
});

test('programs in two folders have a comment each', async () => {
  for (const name of ['api', 'admin', 'api']) {
    job.write(`${name}/server.js`, leaky);
    expect(await job.run({ run: 'scan', 'working-directory': name })).toMatchObject({ status: 1 });
  }
  const markers = comments.list.map(({ body }) => body.split('\n')[0]);
  expect(markers).toEqual(['<!-- watertight:scan in api -->', '<!-- watertight:scan in admin -->']);
});

test('comments may be declined', async () => {
  job.write('server.js', leaky);
  expect(await job.run({ run: 'scan', comment: 'false' })).toMatchObject({ status: 1 });
  expect([...comments.tokens]).toEqual([]);
});

test('a token that may not comment is a warning that says what to do, and the verdict stands', async () => {
  job.write('server.js', clean);
  comments.isForbidden = true;
  const { status, output } = await job.run({ run: 'scan' });
  expect(status).toBe(0);
  expect(output).toMatch(/^::warning title=watertight::cannot comment .* answers 403; .*`pull-requests: write`/m);
});

test('words are held together by quotes and joined over lines', async () => {
  job.write('two words.js', leaky);
  const { output } = await job.run({ run: `scan \\\n  --only "growing-request-list"\n  'two words.js'\n` });
  expect(output).toContain('two words.js');
  expect(output).toContain('::error');
});

test('a baseline is of check alone', async () => {
  const { status, output } = await job.run({ run: 'scan', baseline: 'main.json' });
  expect(status).toBe(2);
  expect(output).toMatch(/^::error title=watertight::expected `check` in `run` with `baseline`, got `scan`/m);
});

test.each([
  ['', /^::error title=watertight::expected `run`, such as/m],
  ["check 'GET /", /^::error title=watertight::expected a closing ' in `check 'GET \/`/m],
])('what cannot be run (%j) is an error that says what was expected', async (run, message) => {
  const { status, output } = await job.run({ run });
  expect(status).toBe(2);
  expect(output).toMatch(message);
});
