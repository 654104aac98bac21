// npm run demo: the closed loop over six causes of the leaky server, in the terminal.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { htmlSummary } from '@watertight/reporters';
import { closing, opening } from './demo/prose.ts';
import { demoCauses } from './demo/demo-causes.ts';
import { healCause, type HealOutcome } from './demo/heal-cause.ts';
import { paintFor } from './demo/paint.ts';
import { progressOn } from './demo/progress.ts';
import { header, isProved, obstacleIn, row } from './demo/table.ts';
import { workspaceRoot } from './watertight.ts';

const atOnce = 3;
const started = performance.now();
const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
process.once('SIGTERM', () => abort.abort());

const paint = paintFor(process.stdout);
const progress = progressOn(process.stderr, demoCauses.length);
process.stdout.write(`${opening(demoCauses.length, atOnce)}\n\n${header(paint)}\n`);
const outcomes = new Map<string, HealOutcome>();
const waiting = [...demoCauses];
await Promise.all(Array.from({ length: atOnce }, proveNext));
if (abort.signal.aborted) process.exit(130);

const inOrder = demoCauses.map(({ id }) => ({ cause: id, outcome: outcomes.get(id)! }));
const results = inOrder.flatMap(({ cause, outcome }) =>
  outcome.kind === 'healed' ? [{ cause, result: outcome.result }] : [],
);
for (const { cause, outcome } of inOrder) {
  const obstacle = obstacleIn(outcome);
  if (obstacle !== null) process.stderr.write(`\n${cause}: ${obstacle}\n`);
}
const proved = results.filter(({ result }) => isProved(result)).length;
const report = writeReport(htmlSummary(results));
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`\n${closing({ proved, of: demoCauses.length, seconds, report }, paint)}\n`);
process.exitCode = proved === demoCauses.length ? 0 : 1;

async function proveNext(): Promise<void> {
  for (let cause = waiting.shift(); cause && !abort.signal.aborted; cause = waiting.shift()) {
    const { id } = cause;
    progress.begin(id);
    const outcome = await healCause(cause, abort.signal);
    outcomes.set(id, outcome);
    progress.end(id);
    if (!abort.signal.aborted) progress.aside(() => process.stdout.write(`${row(id, outcome, paint)}\n`));
  }
}

function writeReport(html: string): string {
  const folder = join(workspaceRoot, 'watertight-report');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'demo.html');
  writeFileSync(file, html);
  return relative(process.cwd(), file) || file;
}
