// What action.yml runs: watertight, with annotations, a summary of the job and a comment on the pull request.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { commandIn } from './action/command.mjs';
import { comment, markedFor, pullRequestOf } from './action/comment.mjs';
import { wordsOf } from './action/words.mjs';

// What is measured must not see the token.
const { WATERTIGHT_RUN = '', WATERTIGHT_COMMENT, WATERTIGHT_TOKEN, ...env } = process.env;
const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'watertight-action-'));
try {
  const [name, ...words] = wordsOf(WATERTIGHT_RUN);
  if (name === undefined) throw new Error("expected `run`, such as `check --route 'GET /' -- node server.js`");
  const reports = { github: join(folder, 'annotations'), markdown: join(folder, 'comment.md') };
  const reporters = Object.entries(reports).flatMap(([reporter, path]) => ['--reporter', `${reporter}=${path}`]);
  const command = commandIn(process.cwd());
  const { status } = spawnSync(process.execPath, [command, name, ...reporters, ...words], { stdio: 'inherit', env });
  process.exitCode = status ?? 2;
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `exit-status=${process.exitCode}\n`);
  if (existsSync(reports.github)) process.stdout.write(readFileSync(reports.github, 'utf8'));
  const pullRequest = pullRequestOf(env);
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
