import { importedPackages, type FixPlan, type NeededDependency } from '@watertight/codemods';
import { CodedError } from '@watertight/evidence';
import { requireBuild, runsBuiltFiles } from './build-need.ts';
import { installCommand, isInstalled } from './dependencies.ts';
import type { HealOptions, HealTools } from './options.ts';

/**
 * What rewrites would need is said before the load, so that nobody waits for a proof that cannot be: a build, then packages.
 *
 * @throws {CodedError} `BUILD_NEEDED` where a file that would be rewritten takes effect only after a build
 */
export function lookAhead(options: HealOptions, tools: Pick<HealTools, 'planFixes'>): void {
  const mayNeedBuild = options.build === undefined && runsBuiltFiles(options.command, options.cwd);
  const mayNeedInstalls = options.unsafe && options.onAdvice !== undefined && lacksPackages(options.cwd);
  const plan = mayNeedBuild || mayNeedInstalls ? planAll(options, tools) : null;
  if (!plan) return;
  requireBuild(
    options,
    options.cwd,
    plan.edits.map(({ file }) => file),
  );
  // Only rewrites that a person should look at import packages.
  if (options.unsafe) adviseInstalls(plan.dependencies, options);
}

/** Planning takes seconds on a large repository; where all that a rewrite may import is there, nothing has to be planned ahead. */
function lacksPackages(root: string): boolean {
  return Object.values(importedPackages).some((one) => !isInstalled({ ...one, packageJson: null }, root));
}

function adviseInstalls(needed: readonly NeededDependency[], options: HealOptions): void {
  const { cwd, write, allowDirty, onAdvice } = options;
  const missing = needed.filter((dependency) => !isInstalled(dependency, cwd));
  const names = [...new Set(missing.map(({ name }) => name))].join(', ');
  if (names === '') return;
  const commands = [...new Set(missing.map(installCommand))].join('; ');
  const commit = write && !allowDirty ? ' (and commit package.json, or pass --allow-dirty)' : '';
  onAdvice?.(
    `rewrites that import ${names} are not tried, as it is not installed; to have them tried, stop and run: ${commands}${commit}`,
  );
}

function planAll({ cwd, unsafe }: HealOptions, { planFixes }: Pick<HealTools, 'planFixes'>): FixPlan | null {
  try {
    return planFixes({ path: cwd, unsafe });
  } catch (error) {
    // Without sources there is nothing to foresee; whether that matters is known after the trial.
    if (error instanceof CodedError) return null;
    throw error;
  }
}
