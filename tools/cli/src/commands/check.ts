import { resolve } from 'node:path';
import { explainEvidence, weighAnswers, type BudgetGroup } from '@watertight/diagnosis';
import type { TrialOptions } from '@watertight/trial';
import { progressOn } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { applyBudgets, budgetsFor, statusWithBudgets, type BudgetArguments } from './budgets.ts';
import { compare, readBaseline, saveBaseline, statusWithBaseline, type BaselineArguments } from './baseline.ts';
import { withConfiguredServer } from './configured-server.ts';
import { exitStatusOf, type Outcome } from './outcome.ts';
import { joinSource } from './join-source.ts';
import { targetOptions, type TargetArguments } from './target.ts';

export interface CheckArguments extends TargetArguments, BudgetArguments, BaselineArguments {}

/** Loads the server that the command starts and judges it: 0 stable, 1 leaking or over a budget, 3 inconclusive. */
export async function check(asked: CheckArguments, tools: Tools, world: World): Promise<Outcome> {
  const progress = progressOn(world.stderr, world.env, { quiet: asked.quiet ?? false });
  const typed = await withConfiguredServer(asked, tools, world);
  const root = resolve(world.cwd, typed.cwd ?? '.');
  try {
    // Read first, so that nobody waits for a trial to be told of a mistake in it.
    const budgets = await budgetsFor(typed, root, tools, world);
    const baseline = await readBaseline(typed, world);
    const options = await targetOptions(typed, { tools, world, progress });
    const explained = explainEvidence(await joinSource(await tools.runTrial(options), options.cwd, tools));
    const judged = await applyBudgets(explained, budgets, (group) => tools.runTrial(aloneOptions(options, group)));
    const areRoutesTyped = typed.route !== undefined || typed.scenario !== undefined || typed.load !== undefined;
    const weighed = weighAnswers(judged.evidence, { areRoutesTyped });
    const { evidence, notes } = compare(weighed.evidence, baseline);
    const saved = await saveBaseline(evidence, typed, world);
    const status = statusWithBaseline(evidence, exitStatusOf[evidence.verdict], typed);
    return {
      report: { kind: 'check', result: evidence },
      root,
      isVerbose: typed.verbose ?? false,
      exitStatus: statusWithBudgets(evidence, status),
      notes: [...weighed.notes, ...judged.notes, ...notes, ...saved],
    };
  } finally {
    progress.done();
  }
}

/** The same trial of some of its routes: what leaks there is named already. */
function aloneOptions(options: TrialOptions, { routes }: BudgetGroup): TrialOptions {
  const { onProgress } = options;
  return {
    ...options,
    routes: options.routes.filter(({ method, path }) => routes.includes(`${method} ${path}`)),
    verdictOnly: true,
    thorough: false,
    ...(onProgress && {
      onProgress: (step) => onProgress({ ...step, message: `budget of ${routes.join(', ')}: ${step.message}` }),
    }),
  };
}
