import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { TrialOptions } from '@watertight/trial';
import type { Progress } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { loadOf, type LoadArguments } from './load.ts';
import { routesOfTarget } from './routes-of-target.ts';

/** The options that `check` and `heal` share: what to start and how to load it. */
export interface TargetArguments extends LoadArguments {
  readonly command: readonly string[];
  readonly url?: string;
  readonly cwd?: string;
  readonly startTimeout?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

type TargetOptions = Omit<TrialOptions, 'onProgress'> & {
  readonly onProgress: (step: { readonly message: string; readonly fraction: number }) => void;
};

interface Surroundings {
  readonly tools: Tools;
  readonly world: World;
  readonly progress: Progress;
  /** Whether routes are needed though somebody else sends the load: to compare responses, say. */
  readonly needsRoutes?: boolean;
}

/** Turns what was typed into what a trial takes. */
export async function targetOptions(
  typed: TargetArguments,
  { tools, world, progress, needsRoutes = false }: Surroundings,
): Promise<TargetOptions> {
  if (typed.command.length === 0) {
    throw new CodedError('USAGE', "expected a command to start after '--', such as: -- node dist/server.js");
  }
  const onOutput = typed.verbose ? (text: string) => progress.passOn(text) : undefined;
  const load = await loadOf(typed, { tools, world, onOutput });
  const options = {
    ...load,
    command: typed.command,
    cwd: await folderAt(resolve(world.cwd, typed.cwd ?? '.')),
    ...(typed.url !== undefined && { url: typed.url }),
    ...(typed.startTimeout !== undefined && { startTimeoutMs: typed.startTimeout }),
    ...(onOutput && { onOutput }),
    onProgress: (step: Parameters<Progress['show']>[0]) => progress.show(step),
    signal: world.signal,
  };
  // Before what runs trials is loaded, which takes a while.
  progress.show({ message: `starting \`${typed.command.join(' ')}\``, fraction: 0 });
  if (load.routes.length > 0 || (load.load && !needsRoutes)) return options;
  const asking = { ...options, ...(typed.header && { headers: typed.header }) };
  return { ...options, routes: await routesOfTarget(asking, { tools, progress, quiet: typed.quiet ?? false }) };
}

export async function folderAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return path;
  throw new CodedError(
    'PATH_NOT_FOUND',
    `expected a folder for --cwd, found ${found ? 'a file' : 'nothing'} at ${path}`,
  );
}
