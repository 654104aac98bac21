import { resolve } from 'node:path';
import type { FixPlan } from '@watertight/codemods';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { folderOf } from './folder-of.ts';
import type { Outcome } from './outcome.ts';

export interface FixArguments {
  readonly path: string;
  readonly only?: readonly string[];
  readonly unsafe?: boolean;
  readonly write?: boolean;
  readonly allowDirty?: boolean;
}

/** Plans the rewrites, and writes them if told to: 1 while a finding is left, written ones aside, else 0. */
export async function fix(typed: FixArguments, tools: Tools, world: World): Promise<Outcome> {
  const path = resolve(world.cwd, typed.path);
  const plan = await tools.planFixes({
    path,
    ...(typed.only && { only: typed.only }),
    ...(typed.unsafe && { unsafe: true }),
  });
  const written = typed.write === true && plan.edits.length > 0;
  const root = await folderOf(path);
  if (written) await write(plan, root, typed, tools);
  const { fixed, left, dependencies, assumptions, notAnalysed } = plan;
  return {
    report: {
      kind: 'fix',
      result: {
        schemaVersion: 1,
        diff: await tools.unifiedDiff(plan.edits),
        fixed: [...fixed],
        left: [...left],
        dependencies: [...dependencies],
        assumptions: [...assumptions],
        notAnalysed: [...notAnalysed],
        written,
      },
    },
    root,
    exitStatus: isLeft(plan, written) ? 1 : 0,
    notes: await notesOn(plan, root, tools),
  };
}

async function notesOn({ dependencies }: FixPlan, root: string, tools: Tools): Promise<string[]> {
  if (dependencies.length === 0) return [];
  const commands = await tools.commandsToInstall(dependencies, root);
  return commands.map((command) => `the rewritten code imports a package that package.json does not list: ${command}`);
}

async function write(plan: FixPlan, root: string, { allowDirty }: FixArguments, tools: Tools): Promise<void> {
  if (!allowDirty) await tools.refuseDirtyTree(root);
  await tools.writeEdits(root, plan.edits);
}

// As `scan` counts: what is hardly a leak does not fail a build.
function isLeft({ edits, left }: FixPlan, written: boolean): boolean {
  return (edits.length > 0 && !written) || left.some(({ finding }) => finding.confidence !== 'low');
}
