import { existsSync } from 'node:fs';
import type { FoundProcess } from '@watertight/agent';
import type { Evidence } from '@watertight/evidence';
import { withAttachedTarget, type AttachedTarget } from './attach/attached-target.ts';
import { routesOf, type DiscoveredRoutes } from './discover-routes.ts';
import type { JudgeOptions, LoadOptions } from './options.ts';
import { judgeTarget } from './trial.ts';

export interface AttachOptions extends Omit<LoadOptions, 'routes'>, JudgeOptions {
  /** A process id, or the URL of an inspector: `ws://…` or `http://127.0.0.1:9229`. */
  readonly process: string;
  /** Where the server is loaded, instead of the port on which the process listens. */
  readonly url?: string;
  /** What files are relative to, instead of the folder in which the process runs. */
  readonly cwd?: string;
  /** Empty where the process is to be asked for its routes. */
  readonly routes: readonly LoadOptions['routes'][number][];
  /** What every request carries to the routes that the process tells of. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Chooses among the routes that the process tells of; may throw where none will do. */
  readonly onRoutes?: (found: DiscoveredRoutes) => void;
  /** Told what files in the evidence are relative to. */
  readonly onFolder?: (folder: string) => void;
  /** Told what could not be taken back at the end. */
  readonly onLeftBehind?: (what: string) => void;
}

/**
 * Judges a process that already runs and that nobody started for the purpose: brings the agent in through its inspector, loads
 * it or watches its traffic, and takes everything back.
 *
 * @throws {CodedError} `ATTACH_REFUSED` where it is no Node process of this user, or has no inspector
 * @example
 * const { verdict } = await runAttachedTrial({ process: '4711', routes: [parseRoute('GET /users/{n}')] });
 */
export async function runAttachedTrial(options: AttachOptions): Promise<Evidence> {
  const started = performance.now();
  const isAtWork = options.load?.isTraffic === true;
  options.onProgress?.({ phase: 'start', message: `attaching to ${options.process}`, fraction: 0 });
  const { process: which, url, signal, onLeftBehind = () => undefined } = options;
  // Whose engine is slowed down answers slower: not to people.
  const attaching = { process: which, url, isLoaded: !isAtWork, quiet: !isAtWork, onLeftBehind, signal };
  return withAttachedTarget(attaching, async (target) => {
    const cwd = options.cwd ?? folderOf(target.found);
    options.onFolder?.(cwd);
    const evidence = await judgeTarget(target, {
      ...options,
      routes: options.load ? [] : await routesToLoad(target, options),
      command: target.found.command.join(' '),
      cwd,
      attachedTo: which,
      isAtWork,
      countServed: true,
    });
    const durationMs = Math.round(performance.now() - started);
    return { ...evidence, trial: { ...evidence.trial, durationMs } };
  });
}

async function routesToLoad(target: AttachedTarget, options: AttachOptions): Promise<LoadOptions['routes']> {
  if (options.routes.length > 0) return options.routes;
  options.onProgress?.({ phase: 'start', message: 'asking it for its routes', fraction: 0.02 });
  const found = await routesOf(target, { headers: options.headers ?? {}, signal: options.signal });
  options.onRoutes?.(found);
  return found.routes;
}

// A process elsewhere runs in a folder that is not here.
function folderOf({ cwd }: FoundProcess): string {
  return existsSync(cwd) ? cwd : process.cwd();
}
