import type { FixPlan } from '@watertight/codemods';
import { CodedError } from '@watertight/evidence';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { chooseOneByOne } from './fix-interactive.ts';
import type { Outcome } from './outcome.ts';
import { sourceOptions, type SourceArguments } from './sources.ts';

export interface FixArguments extends SourceArguments {
  readonly unsafe?: boolean;
  readonly write?: boolean;
  readonly interactive?: boolean;
  readonly check?: boolean;
  readonly allowDirty?: boolean;
}

/** Plans the rewrites, and writes them if told to: 1 while a finding is left, written ones aside, else 0. */
export async function fix(typed: FixArguments, tools: Tools, world: World): Promise<Outcome> {
  refuseContradictions(typed);
  const options = await sourceOptions(typed, tools, world);
  const root = (await tools.settings()).rootOf(options.path);
  const isWriting = typed.write === true || typed.interactive === true;
  // Who has answered a dozen questions should not then hear that nothing can be written.
  if (typed.interactive && !typed.allowDirty) await tools.refuseDirtyTree(root);
  const plan = typed.interactive
    ? await chooseOneByOne(options, tools, world)
    : await tools.planFixes({ ...options, ...(typed.unsafe && { unsafe: true }) });
  const written = isWriting && plan.edits.length > 0;
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
    exitStatus: isStillToDo(plan, written, typed) ? 1 : 0,
    notes: await notesOn(plan, root, tools),
  };
}

function refuseContradictions({ check, write, interactive }: FixArguments): void {
  const ways = [check && '--check', write && '--write', interactive && '--interactive'];
  const [first, second] = ways.filter((each) => typeof each === 'string');
  if (second === undefined) return;
  throw new CodedError(
    'USAGE',
    `expected one of --check, --write and --interactive, got ${first} and ${second}; leave one out`,
  );
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

// As `scan` counts: what is hardly a leak does not fail a build. `--check` asks only whether a rewrite was forgotten.
function isStillToDo({ edits, left }: FixPlan, written: boolean, { check }: FixArguments): boolean {
  const isRewriteLeft = edits.length > 0 && !written;
  return isRewriteLeft || (!check && left.some(({ finding }) => finding.confidence !== 'low'));
}
