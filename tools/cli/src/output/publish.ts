import { resolve } from 'node:path';
import { html, human, json, markdown, type Report } from '@watertight/reporters';
import type { ReporterName, ReporterTarget } from '../options/reporter.ts';
import type { World } from '../world.ts';
import { styleFor } from './style.ts';
import { writeWholeFile } from './write-file.ts';

/** Prints the result on stdout, by `human` unless another reporter is meant for it, and writes the files. */
export async function publish(report: Report, targets: readonly ReporterTarget[], world: World): Promise<void> {
  const onStdout = targets.find(({ path }) => path === null)?.name ?? 'human';
  world.stdout.write(
    onStdout === 'human' ? human(report, styleFor(world.stdout, world.env)) : render[onStdout](report),
  );
  for (const { name, path } of targets) {
    if (path !== null) await writeWholeFile(resolve(world.cwd, path), render[name](report));
  }
}

const render: Record<ReporterName, (report: Report) => string> = {
  human: (report) => human(report),
  json,
  markdown,
  html,
};
