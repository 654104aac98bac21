import { resolve } from 'node:path';
import { explainEvidence, weighAnswers, withinBudget } from '@watertight/diagnosis';
import { bytes } from '@watertight/reporters';
import { progressOn } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { exitStatusOf, type Outcome } from './outcome.ts';
import { joinSource } from './join-source.ts';
import { targetOptions, type TargetArguments } from './target.ts';

export interface CheckArguments extends TargetArguments {
  readonly budget?: number;
}

/** Loads the server that the command starts and judges it: 0 stable, 1 leaking, 3 inconclusive. */
export async function check(typed: CheckArguments, tools: Tools, world: World): Promise<Outcome> {
  const progress = progressOn(world.stderr, world.env, { quiet: typed.quiet ?? false });
  try {
    const options = await targetOptions(typed, { tools, world, progress });
    const explained = explainEvidence(await joinSource(await tools.runTrial(options), options.cwd, tools));
    const judged = typed.budget === undefined ? explained : withinBudget(explained, typed.budget, bytes);
    const areRoutesTyped = typed.route !== undefined || typed.scenario !== undefined;
    const { evidence, notes } = weighAnswers(judged, { areRoutesTyped });
    const root = resolve(world.cwd, typed.cwd ?? '.');
    return {
      report: { kind: 'check', result: evidence },
      root,
      isVerbose: typed.verbose ?? false,
      exitStatus: exitStatusOf[evidence.verdict],
      notes,
    };
  } finally {
    progress.done();
  }
}
