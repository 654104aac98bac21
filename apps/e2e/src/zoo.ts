import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { workspaceRoot } from './watertight.ts';
import { checkCase, isRight, verdictOf, type CheckedCase } from './zoo/check-case.ts';
import { readZoo, variantsOf } from './zoo/zoo-case.ts';
import { zooTable } from './zoo/zoo-table.ts';

const usage = `usage: npm run zoo -- [options]

  --only id,id             these cases alone
  --variant leaky|fixed    one side of each
  --repeats n              each so often (1)
  --keep file.jsonl        results are kept there, and those that are there are not measured again
  --write file.md          the table of all results
  --dir folder             other cases, laid out as those in apps/e2e/zoo
  --work folder            where they are installed
`;

const values = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit();
}
const wanted = values.only?.split(',');
const cases = readZoo(resolve(values.dir)).filter(({ id }) => wanted?.includes(id) ?? true);
const results = values.keep && existsSync(values.keep) ? readKept(values.keep) : [];
for (let repeat = 1; repeat <= Number(values.repeats); repeat += 1) {
  for (const zooCase of cases) {
    for (const variant of variantsOf(zooCase)) {
      if (values.variant && values.variant !== variant) continue;
      const done = results.filter((one) => one.id === zooCase.id && one.variant === variant).length;
      if (done >= repeat) continue;
      const checked = await checkCase(zooCase, variant, resolve(values.work));
      results.push(checked);
      if (values.keep) appendFileSync(values.keep, `${JSON.stringify(checked)}\n`);
      process.stdout.write(describe(checked, zooCase.allocationSites));
    }
  }
}
if (values.write) {
  const table = zooTable(cases, results, process.versions.node);
  writeFileSync(values.write, await format(table, { ...(await resolveConfig(values.write)), parser: 'markdown' }));
}
const wrong = results.filter((result) => !isRight(result)).length;
process.stdout.write(wrong === 0 ? 'every verdict is right\n' : `${wrong} verdicts are wrong\n`);
process.exitCode = wrong === 0 ? 0 : 1;

function readArguments() {
  try {
    return parseArgs({
      options: {
        dir: { type: 'string', default: join(workspaceRoot, 'apps/e2e/zoo') },
        work: { type: 'string', default: join(tmpdir(), 'watertight-zoo') },
        only: { type: 'string' },
        variant: { type: 'string' },
        repeats: { type: 'string', default: '1' },
        keep: { type: 'string' },
        write: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Results of earlier runs, so that a long series can be cut into pieces. */
function readKept(file: string): CheckedCase[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as CheckedCase);
}

function describe(checked: CheckedCase, sites: readonly string[] = []): string {
  const { id, variant, evidence, error, seconds } = checked;
  const mark = isRight(checked) ? 'ok   ' : 'WRONG';
  const head = `${mark} ${id.padEnd(32)} ${variant.padEnd(6)} ${verdictOf(checked).padEnd(12)} ${seconds.toFixed(1).padStart(5)} s`;
  const leaks = (evidence?.leaks ?? []).map(
    ({ retainedBytesPerRequest, sink, insertion, package: owner }) =>
      `        ${retainedBytesPerRequest} B/request  ${sink?.kind} ${sink?.name}  ${insertion ? `${insertion.file}:${insertion.line}` : '(no line)'}  ${owner ? `${owner.name}@${owner.version}` : ''}`,
  );
  const expectedSites = variant === 'leaky' ? sites.map((site) => `        expected: ${site}`) : [];
  const why = error ? [`        ${error.split('\n')[0]}`] : isRight(checked) ? [] : [`        ${evidence?.reason}`];
  return [head, ...leaks, ...expectedSites, ...why, ''].join('\n');
}
