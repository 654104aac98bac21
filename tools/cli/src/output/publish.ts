import { resolve } from 'node:path';
import { causePage } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';
import type { ReportContext, TextStyle } from '@watertight/reporters';
import type { ReportedOutcome } from '../commands/outcome.ts';
import type { ReporterName, ReporterTarget } from '../options/reporter.ts';
import { version } from '../version.ts';
import type { World } from '../world.ts';
import { folderInRepository } from './folder-in-repository.ts';
import { isOfSource, renderingsOf } from './renderings.ts';
import { appendStepSummary } from './step-summary.ts';
import { styleFor } from './style.ts';
import { writeWholeFile } from './write-file.ts';

/** Prints the result on stdout, by `human` unless another reporter is meant for it, and writes the files. */
export async function publish(
  outcome: Pick<ReportedOutcome, 'report' | 'root' | 'isVerbose'>,
  targets: readonly ReporterTarget[],
  world: World,
): Promise<void> {
  const context = await contextOf(outcome, world);
  const onStdout = targets.find(({ path }) => path === null)?.name ?? 'human';
  const isVerbose = outcome.isVerbose ?? false;
  world.stdout.write(render(outcome, onStdout, context, { ...styleFor(world.stdout, world.env), isVerbose }));
  for (const { name, path } of targets) {
    if (path !== null) await writeWholeFile(resolve(world.cwd, path), render(outcome, name, context));
  }
  const { report } = outcome;
  if (isOfSource(report) && targets.some(({ name }) => name === 'github')) await appendStepSummary(report, world);
}

async function contextOf({ root }: Pick<ReportedOutcome, 'root'>, world: World): Promise<ReportContext> {
  return {
    version: version(),
    folder: root === undefined ? '' : await folderInRepository(root, world),
    pageOf: causePage,
  };
}

function render(
  { report }: Pick<ReportedOutcome, 'report'>,
  name: ReporterName,
  context: ReportContext,
  style?: TextStyle,
): string {
  const rendering = renderingsOf(report, context)[name];
  if (!rendering) throw new CodedError('USAGE', `${report.kind} has no reporter ${name}`);
  return rendering(style);
}
