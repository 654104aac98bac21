// What action.yml runs: watertight, with annotations, a summary of the job and a comment on the pull request.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { baselineOptions } from './action/baseline.mjs';
import { commandIn } from './action/command.mjs';
import { comment, markedFor, pullRequestOf } from './action/comment.mjs';
import { wordsOf } from './action/words.mjs';

// What is measured must not see the token.
const { WATERTIGHT_RUN = '', WATERTIGHT_BASELINE = '', WATERTIGHT_COMMENT, WATERTIGHT_TOKEN, ...env } = process.env;
const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'watertight-action-'));
try {
  const [name, ...words] = wordsOf(WATERTIGHT_RUN);
  if (name === undefined) throw new Error("expected `run`, such as `check --route 'GET /' -- node server.js`");
  const reports = { github: join(folder, 'annotations'), markdown: join(folder, 'comment.md') };
  const reporters = Object.entries(reports).flatMap(([reporter, path]) => ['--reporter', `${reporter}=${path}`]);
  const pullRequest = pullRequestOf(env);
  const baseline = baselineOptions(WATERTIGHT_BASELINE, { name, isPullRequest: pullRequest !== null });
  const command = commandIn(process.cwd());
  const args = [command, name, ...reporters, ...baseline, ...words];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env });
  process.exitCode = status ?? 2;
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `exit-status=${process.exitCode}\n`);
  if (existsSync(reports.github)) process.stdout.write(readFileSync(reports.github, 'utf8'));
  if (WATERTIGHT_COMMENT === 'true' && pullRequest && existsSync(reports.markdown)) {
    const text = markedFor(relative(env.GITHUB_WORKSPACE ?? '', process.cwd()), readFileSync(reports.markdown, 'utf8'));
    await comment(text, pullRequest, { token: WATERTIGHT_TOKEN, isWorthBeginning: status !== 0 });
  }
} catch (error) {
  console.log(`::error title=watertight::${error.message.replaceAll('\n', ' ')}`);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
