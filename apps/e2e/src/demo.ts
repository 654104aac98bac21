// npm run demo: the closed loop over every cause of the leaky server, in the terminal.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { causes } from '@watertight/catalog';
import type { HealResult } from '@watertight/evidence';
import { htmlSummary } from '@watertight/reporters';
import { header, row } from './demo/table.ts';
import { healCause } from './demo/heal-cause.ts';
import { workspaceRoot } from './watertight.ts';

const atOnce = 2;
const started = performance.now();
const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
process.once('SIGTERM', () => abort.abort());

process.stdout.write(
  `Watertight loads a leaky Express server, finds the line of each leak, rewrites a copy and loads that copy again.\n` +
    `${causes.length} causes, ${atOnce} at a time; about two minutes.\n\n${header()}\n`,
);
const results: { cause: string; result: HealResult }[] = [];
const failures: string[] = [];
const waiting = [...causes];
await Promise.all(Array.from({ length: atOnce }, healNext));

async function healNext(): Promise<void> {
  for (let cause = waiting.shift(); cause && !abort.signal.aborted; cause = waiting.shift()) {
    const outcome = await healCause(cause, abort.signal);
    process.stdout.write(`${row(cause.id, outcome)}\n`);
    if (outcome.kind === 'healed') results.push({ cause: cause.id, result: outcome.result });
    else failures.push(`${cause.id}: ${outcome.message}`);
  }
}

if (abort.signal.aborted) process.exit(130);
const order = causes.map(({ id }) => id as string);
results.sort((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause));
const folder = join(workspaceRoot, 'watertight-report');
mkdirSync(folder, { recursive: true });
const report = join(folder, 'demo.html');
writeFileSync(report, htmlSummary(results));

const proved = results.filter(
  ({ result }) => result.healed.some(({ accepted }) => accepted) && result.remaining.length === 0,
);
for (const failure of failures) process.stderr.write(`\n${failure}\n`);
process.stdout.write(
  `\n${proved.length} of ${causes.length} leaks found, rewritten and proved flat with the same responses, in ${((performance.now() - started) / 1000).toFixed(0)} s. ` +
    `No source was changed: every rewrite was made in a copy.\n\n` +
    `Report with the memory before and after, the diffs and the retaining paths:\n  ${relative(process.cwd(), report) || report}\n\n` +
    `Next: npx watertight heal --help, or one cause by hand:\n` +
    `  npx watertight check --route 'GET /visitors' -H 'x-forwarded-for: 198.51.100.{n}' -- node apps/leaky-server/dist/main.js --cause unbounded-cache\n`,
);
process.exitCode = proved.length === causes.length ? 0 : 1;
