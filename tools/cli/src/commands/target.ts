import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { Route } from '@watertight/load';
import type { TrialOptions } from '@watertight/trial';
import type { Progress } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { routesOfTarget } from './routes-of-target.ts';

/** The options that `check` and `heal` share: what to start and how to load it. */
export interface TargetArguments {
  readonly command: readonly string[];
  readonly route?: readonly string[];
  readonly header?: Readonly<Record<string, string>>;
  readonly scenario?: string;
  readonly requests?: number;
  readonly warmUp?: number;
  readonly connections?: number;
  readonly url?: string;
  readonly cwd?: string;
  readonly startTimeout?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

type TargetOptions = Omit<TrialOptions, 'onProgress'> & {
  readonly onProgress: (step: { readonly message: string; readonly fraction: number }) => void;
};

/** Turns what was typed into what a trial takes. */
export async function targetOptions(
  typed: TargetArguments,
  { tools, world, progress }: { readonly tools: Tools; readonly world: World; readonly progress: Progress },
): Promise<TargetOptions> {
  if (typed.command.length === 0) {
    throw new CodedError('USAGE', "expected a command to start after '--', such as: -- node dist/server.js");
  }
  const { routes, concurrency } = await loadOf(typed, tools, world);
  const connections = typed.connections ?? concurrency;
  const options = {
    command: typed.command,
    cwd: await folderAt(resolve(world.cwd, typed.cwd ?? '.')),
    routes,
    ...(connections !== undefined && { connections }),
    ...(typed.requests !== undefined && { requestsPerRound: typed.requests }),
    ...(typed.warmUp !== undefined && { warmUpRequests: typed.warmUp }),
    ...(typed.url !== undefined && { url: typed.url }),
    ...(typed.startTimeout !== undefined && { startTimeoutMs: typed.startTimeout }),
    ...(typed.verbose && { onOutput: (text: string) => progress.passOn(text) }),
    onProgress: (step: Parameters<Progress['show']>[0]) => progress.show(step),
    signal: world.signal,
  };
  // Before what runs trials is loaded, which takes a while.
  progress.show({ message: `starting \`${typed.command.join(' ')}\``, fraction: 0 });
  if (routes.length > 0) return options;
  const asking = { ...options, ...(typed.header && { headers: typed.header }) };
  return { ...options, routes: await routesOfTarget(asking, { tools, progress, quiet: typed.quiet ?? false }) };
}

interface Load {
  readonly routes: readonly Route[];
  readonly concurrency: number | undefined;
}

async function loadOf(
  { route = [], header = {}, scenario }: TargetArguments,
  tools: Tools,
  world: World,
): Promise<Load> {
  const routes = await Promise.all(route.map((text) => tools.parseRoute(text, header)));
  if (scenario === undefined) return { routes, concurrency: undefined };
  const { routes: others, concurrency } = await tools.parseScenario(await readScenario(resolve(world.cwd, scenario)));
  const carrying = others.map((one) => ({ ...one, headers: { ...header, ...one.headers } }));
  return { routes: [...routes, ...carrying], concurrency };
}

async function readScenario(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CodedError('PATH_NOT_FOUND', `expected a scenario file at ${path}, but it cannot be read`, { cause });
  }
}

async function folderAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return path;
  throw new CodedError(
    'PATH_NOT_FOUND',
    `expected a folder for --cwd, found ${found ? 'a file' : 'nothing'} at ${path}`,
  );
}
