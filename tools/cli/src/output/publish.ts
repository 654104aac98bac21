import { resolve } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { HeapReport, Report, TextStyle } from '@watertight/reporters';
import type { ReporterName, ReporterTarget } from '../options/reporter.ts';
import type { World } from '../world.ts';
import { renderingsOf } from './renderings.ts';
import { styleFor } from './style.ts';
import { writeWholeFile } from './write-file.ts';

/** Prints the result on stdout, by `human` unless another reporter is meant for it, and writes the files. */
export async function publish(
  report: Report | HeapReport,
  targets: readonly ReporterTarget[],
  world: World,
): Promise<void> {
  const onStdout = targets.find(({ path }) => path === null)?.name ?? 'human';
  world.stdout.write(render(report, onStdout, styleFor(world.stdout, world.env)));
  for (const { name, path } of targets) {
    if (path !== null) await writeWholeFile(resolve(world.cwd, path), render(report, name));
  }
}

function render(report: Report | HeapReport, name: ReporterName, style?: TextStyle): string {
  const rendering = renderingsOf(report)[name];
  if (!rendering) throw new CodedError('USAGE', `${report.kind} has no reporter ${name}`);
  return rendering(style);
}
