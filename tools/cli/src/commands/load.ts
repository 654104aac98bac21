import { readFile, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { Route } from '@watertight/load';
import type { LoadOptions } from '@watertight/trial';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

/** The options that say who sends which requests, of every command that loads a server. */
export interface LoadArguments {
  readonly route?: readonly string[];
  readonly header?: Readonly<Record<string, string>>;
  readonly scenario?: string;
  readonly load?: string;
  readonly requests?: number;
  readonly warmUp?: number;
  readonly connections?: number;
}

interface Surroundings {
  readonly tools: Tools;
  readonly world: World;
  /** Where the output of a load command goes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Turns what was typed about the load into what a trial takes. */
export async function loadOf(typed: LoadArguments, around: Surroundings): Promise<LoadOptions> {
  const { route = [], header = {}, connections, requests, warmUp } = typed;
  const typedRoutes = await Promise.all(route.map((text) => around.tools.parseRoute(text, header)));
  const source = await sourceOf(typed, around);
  const concurrency = connections ?? source.connections;
  return {
    ...source,
    routes: [...typedRoutes, ...source.routes],
    ...(concurrency !== undefined && { connections: concurrency }),
    ...(requests !== undefined && { requestsPerRound: requests }),
    ...(warmUp !== undefined && { warmUpRequests: warmUp }),
  };
}

async function sourceOf({ scenario, load, header = {} }: LoadArguments, around: Surroundings): Promise<LoadOptions> {
  const { tools, world, onOutput } = around;
  if (load !== undefined && scenario !== undefined) {
    throw new CodedError('USAGE', 'expected --load or --scenario, got both: only one can send the requests');
  }
  if (load !== undefined) return { routes: [], load: await tools.commandLoad(load, { cwd: world.cwd, onOutput }) };
  if (scenario === undefined) return { routes: [] };
  const read = await readScenario(resolve(world.cwd, scenario), tools);
  if ('load' in read) return { routes: [], load: { ...read.load, name: scenario } };
  const { routes, login, concurrency } = read;
  const carrying = (one: Route) => ({ ...one, headers: { ...header, ...one.headers } });
  return {
    routes: routes.map(carrying),
    ...(login && { login: login.map(carrying) }),
    ...(concurrency !== undefined && { connections: concurrency }),
  };
}

const moduleExtensions = ['.mjs', '.js', '.cjs', '.ts', '.mts', '.cts'];

async function readScenario(path: string, tools: Tools) {
  if (!moduleExtensions.includes(extname(path))) return tools.parseScenario(await textAt(path));
  if (!(await stat(path).catch(() => null))?.isFile()) throw notFound(path);
  const imported = await tools.importScenario(path);
  return imported.kind === 'drive' ? { load: imported.load } : imported.scenario;
}

async function textAt(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw notFound(path, cause);
  }
}

function notFound(path: string, cause?: unknown): CodedError {
  return new CodedError('PATH_NOT_FOUND', `expected a scenario file at ${path}, but it cannot be read`, { cause });
}
