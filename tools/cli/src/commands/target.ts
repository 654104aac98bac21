import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { HealOptions } from '@watertight/heal';
import type { Route } from '@watertight/load';
import type { Progress } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

/** The options that `check` and `heal` share: what to start and how to load it. */
export interface TargetArguments {
  readonly command: readonly string[];
  readonly route?: readonly string[];
  readonly header?: Readonly<Record<string, string>>;
  readonly requests?: number;
  readonly warmUp?: number;
  readonly connections?: number;
  readonly url?: string;
  readonly cwd?: string;
  readonly startTimeout?: number;
  readonly verbose?: boolean;
}

type TargetOptions = Omit<HealOptions, 'unsafe' | 'write' | 'allowDirty' | 'build'>;

/** Turns what was typed into what a trial takes. */
export async function targetOptions(
  typed: TargetArguments,
  { tools, world, progress }: { readonly tools: Tools; readonly world: World; readonly progress: Progress },
): Promise<TargetOptions> {
  if (typed.command.length === 0) {
    throw new CodedError('USAGE', "expected a command to start after '--', such as: -- node dist/server.js");
  }
  return {
    command: typed.command,
    cwd: await folderAt(resolve(world.cwd, typed.cwd ?? '.')),
    routes: await routesOf(typed, tools),
    ...(typed.requests !== undefined && { requestsPerRound: typed.requests }),
    ...(typed.warmUp !== undefined && { warmUpRequests: typed.warmUp }),
    ...(typed.connections !== undefined && { connections: typed.connections }),
    ...(typed.url !== undefined && { url: typed.url }),
    ...(typed.startTimeout !== undefined && { startTimeoutMs: typed.startTimeout }),
    ...(typed.verbose && { onOutput: (text: string) => progress.passOn(text) }),
    onProgress: (step) => progress.show(step),
    signal: world.signal,
  };
}

// Without a route the trial asks the target which it has.
function routesOf({ route = [], header = {} }: TargetArguments, tools: Tools): Promise<Route[]> {
  if (route.length === 0 && Object.keys(header).length > 0) {
    throw new CodedError(
      'USAGE',
      "expected --route beside --header, such as --route 'GET /': a header belongs to a route",
    );
  }
  return Promise.all(route.map((text) => tools.parseRoute(text, header)));
}

async function folderAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return path;
  throw new CodedError(
    'PATH_NOT_FOUND',
    `expected a folder for --cwd, found ${found ? 'a file' : 'nothing'} at ${path}`,
  );
}
