import type { NeededDependency } from '@watertight/codemods';
import { CodedError } from '@watertight/evidence';
import { installCommand, isInstalled } from './dependencies.ts';
import type { HealOptions, HealTools } from './options.ts';

/** Says before the load which packages rewrites would need, so that nobody waits for a proof that is not tried. */
export function adviseInstalls(options: HealOptions, tools: Pick<HealTools, 'planFixes'>): void {
  const { cwd, unsafe, write, allowDirty, onAdvice } = options;
  // Only rewrites that a person should look at import packages.
  if (!unsafe || !onAdvice) return;
  const missing = neededDependencies(cwd, tools).filter((dependency) => !isInstalled(dependency, cwd));
  const names = [...new Set(missing.map(({ name }) => name))].join(', ');
  if (names === '') return;
  const commands = [...new Set(missing.map(installCommand))].join('; ');
  const commit = write && !allowDirty ? ' (and commit package.json, or pass --allow-dirty)' : '';
  onAdvice(
    `rewrites that import ${names} are not tried, as it is not installed; to have them tried, stop and run: ${commands}${commit}`,
  );
}

function neededDependencies(path: string, { planFixes }: Pick<HealTools, 'planFixes'>): readonly NeededDependency[] {
  try {
    return planFixes({ path, unsafe: true }).dependencies;
  } catch (error) {
    // Without sources there is nothing to advise; whether that matters is known after the trial.
    if (error instanceof CodedError) return [];
    throw error;
  }
}
