import { resolve } from 'node:path';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import type { TargetArguments } from './target.ts';

interface Configurable extends TargetArguments {
  /** False for `--no-config`. */
  readonly config?: string | boolean;
  readonly build?: string;
  readonly test?: string;
}

/** Where no command is typed, the server that the configuration names; it starts in the folder of the configuration. */
export async function withConfiguredServer<Typed extends Configurable>(
  typed: Typed,
  tools: Tools,
  world: World,
): Promise<Typed> {
  if (typed.command.length > 0 || typed.config === false) return typed;
  const { loadConfig } = await tools.settings();
  const named = typeof typed.config === 'string' ? resolve(world.cwd, typed.config) : undefined;
  const found = loadConfig(resolve(world.cwd, typed.cwd ?? '.'), named);
  const server = found?.config.server;
  if (server === undefined) return typed;
  const { command, routes, build, test } = server;
  const isLoadTyped = typed.route !== undefined || typed.scenario !== undefined || typed.load !== undefined;
  return {
    ...(build !== undefined && { build }),
    ...(test !== undefined && { test }),
    cwd: found!.folder,
    ...typed,
    command: typeof command === 'string' ? command.trim().split(/\s+/) : command,
    ...(!isLoadTyped && routes && { route: routes }),
  };
}
