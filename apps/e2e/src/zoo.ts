// npm run zoo [-- --dir <folder> --only id,id --variant leaky|fixed --json]
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from './watertight.ts';
import { checkCase, type CheckedCase } from './zoo/check-case.ts';
import { readZoo, variantsOf } from './zoo/zoo-case.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(workspaceRoot, 'apps/e2e/zoo') },
    work: { type: 'string', default: join(tmpdir(), 'watertight-zoo') },
    only: { type: 'string' },
    variant: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',');
let wrong = 0;
for (const zooCase of readZoo(resolve(values.dir))) {
  if (wanted && !wanted.includes(zooCase.id)) continue;
  for (const variant of variantsOf(zooCase)) {
    if (values.variant && values.variant !== variant) continue;
    const checked = await checkCase(zooCase, variant, resolve(values.work));
    if (checked.evidence?.verdict !== checked.expected) wrong += 1;
    process.stdout.write(values.json ? `${JSON.stringify(checked)}\n` : describe(checked, zooCase.allocationSite));
  }
}
process.stdout.write(wrong === 0 ? 'every verdict is right\n' : `${wrong} verdicts are wrong\n`);
process.exitCode = wrong === 0 ? 0 : 1;

function describe({ id, variant, expected, evidence, error, seconds }: CheckedCase, site?: string): string {
  const verdict = evidence?.verdict ?? 'error';
  const mark = verdict === expected ? 'ok   ' : 'WRONG';
  const head = `${mark} ${id.padEnd(32)} ${variant.padEnd(6)} ${verdict.padEnd(12)} ${seconds.toFixed(1).padStart(5)} s`;
  const leaks = (evidence?.leaks ?? []).map(
    ({ retainedBytesPerRequest, sink, insertion, package: owner }) =>
      `        ${retainedBytesPerRequest} B/request  ${sink?.kind} ${sink?.name}  ${insertion ? `${insertion.file}:${insertion.line}` : '(no line)'}  ${owner ? `${owner.name}@${owner.version}` : ''}`,
  );
  const expectedSite = variant === 'leaky' && site ? [`        expected: ${site}`] : [];
  const why = error ? [`        ${error.split('\n')[0]}`] : verdict === expected ? [] : [`        ${evidence?.reason}`];
  return [head, ...leaks, ...expectedSite, ...why, ''].join('\n');
}
