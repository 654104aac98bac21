import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError, type HealResult } from '@watertight/evidence';
import { healVerdict, html, json, type Report } from '@watertight/reporters';
import { progressOn } from '../output/progress.ts';
import { writeWholeFile } from '../output/write-file.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { withConfiguredServer } from './configured-server.ts';
import { askToKeep } from './heal-interactive.ts';
import { exitStatusOf, type Outcome } from './outcome.ts';
import { targetOptions, type TargetArguments } from './target.ts';

export interface HealArguments extends TargetArguments {
  readonly unsafe?: boolean;
  readonly write?: boolean;
  readonly allowDirty?: boolean;
  readonly build?: string;
  readonly test?: string;
  readonly setup?: string;
  readonly teardown?: string;
  readonly interactive?: boolean;
  /** True where no branch is named. */
  readonly commit?: string | true;
  readonly reportDir?: string;
  /** False for `--no-config`. */
  readonly config?: string | boolean;
  readonly quiet?: boolean;
}

/** Heals the target: 0 when nothing leaks any more, 1 when something remains, 3 inconclusive. */
export async function heal(asked: HealArguments, tools: Tools, world: World): Promise<Outcome> {
  const progress = progressOn(world.stderr, world.env, { quiet: asked.quiet ?? false });
  const typed = await withConfiguredServer(asked, tools, world);
  try {
    refuseQuestions(typed, world);
    const result = await tools.heal({
      ...(await targetOptions(typed, { tools, world, progress, needsRoutes: true })),
      unsafe: typed.unsafe ?? false,
      write: typed.write ?? false,
      allowDirty: typed.allowDirty ?? false,
      onAdvice: (text) => progress.passOn(`note: ${text}\n`),
      ...(typed.build !== undefined && { build: typed.build }),
      ...(typed.test !== undefined && { test: typed.test }),
      ...(typed.setup !== undefined && { setup: typed.setup }),
      ...(typed.teardown !== undefined && { teardown: typed.teardown }),
      ...(typed.commit !== undefined && { commit: typed.commit === true ? defaultBranch : typed.commit }),
      ...(typed.interactive && { confirm: (healed) => askToKeep(healed, { progress, world }) }),
    });
    if (typed.reportDir !== undefined) await writeReports(result, resolve(world.cwd, typed.reportDir));
    return {
      report: { kind: 'heal', result },
      root: resolve(world.cwd, typed.cwd ?? '.'),
      isVerbose: typed.verbose ?? false,
      exitStatus: exitStatusOf[healVerdict(result)],
      notes: notesOn(result, typed),
    };
  } finally {
    world.stdin.close();
    progress.done();
  }
}

const defaultBranch = 'watertight/heal';

/** What would only fail after the long load. */
function refuseQuestions({ interactive, setup, route, scenario }: HealArguments, { stdin, stderr }: World): void {
  if (interactive && !(stdin.isTTY && stderr.isTTY)) {
    throw new CodedError(
      'NO_TERMINAL',
      'expected a terminal to ask in, found none; run --interactive in one, or leave it out and look at the patches of --report-dir',
    );
  }
  if (setup !== undefined && route === undefined && scenario === undefined) {
    throw new CodedError(
      'USAGE',
      'expected --route or --scenario with --setup: the server would be asked for its routes without the state that it needs',
    );
  }
}

// The copy was built and is gone: what stands beside the source was built before the rewrite.
function notesOn({ written }: HealResult, { build }: HealArguments): string[] {
  if (!written || build === undefined) return [];
  return [`the source is rewritten, what is built from it is not yet: run \`${build}\``];
}

async function writeReports(result: HealResult, folder: string): Promise<void> {
  const report: Report = { kind: 'heal', result };
  await writeWholeFile(join(folder, 'evidence.json'), json(report));
  await writePatch(join(folder, 'heal.patch'), acceptedPatches(result));
  await writeWholeFile(join(folder, 'report.html'), html(report));
}

// An empty patch is no patch, and that of an earlier run would pass for this one's.
function writePatch(path: string, patch: string): Promise<void> {
  return patch === '' ? rm(path, { force: true }) : writeWholeFile(path, patch);
}

function acceptedPatches({ healed }: HealResult): string {
  return healed
    .filter(({ accepted }) => accepted)
    .map(({ patch }) => patch)
    .join('');
}
