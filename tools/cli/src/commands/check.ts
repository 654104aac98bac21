import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { causes } from '@watertight/catalog';
import { explain } from '@watertight/diagnosis';
import { CodedError, type Evidence } from '@watertight/evidence';
import type { Route } from '@watertight/load';
import type { ReporterTarget } from '../options/reporter.ts';
import { progressOn } from '../output/progress.ts';
import { publish } from '../output/publish.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

export interface CheckFlags {
  readonly route?: readonly string[];
  readonly header?: Readonly<Record<string, string>>;
  readonly scenario?: string;
  readonly requests?: number;
  readonly warmUp?: number;
  readonly connections?: number;
  readonly url?: string;
  readonly cwd?: string;
  readonly startTimeout?: number;
  readonly reporter?: readonly ReporterTarget[];
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

const exitStatus = { stable: 0, leaking: 1, inconclusive: 3 } as const;

/** Loads the server that the command starts and reports the verdict; answers the exit status. */
export async function check(
  command: readonly string[],
  flags: CheckFlags,
  tools: Tools,
  world: World,
): Promise<number> {
  if (command.length === 0) {
    throw new CodedError('USAGE', "expected a command after '--', got none; add one such as -- node dist/server.js");
  }
  const { routes, connections } = await loadOf(flags, tools, world);
  const progress = progressOn(world.stderr, world.env, { quiet: flags.quiet ?? false });
  try {
    const evidence = await tools.runTrial({
      command,
      cwd: resolve(world.cwd, flags.cwd ?? '.'),
      routes,
      signal: world.signal,
      onProgress: (step) => progress.show(step),
      ...(flags.verbose && { onOutput: (text: string) => progress.passOn(text) }),
      ...(connections !== undefined && { connections }),
      ...(flags.url !== undefined && { url: flags.url }),
      ...(flags.requests !== undefined && { requestsPerRound: flags.requests }),
      ...(flags.warmUp !== undefined && { warmUpRequests: flags.warmUp }),
      ...(flags.startTimeout !== undefined && { startTimeoutMs: flags.startTimeout }),
    });
    progress.done();
    await publish({ kind: 'check', result: explained(evidence) }, flags.reporter ?? [], world);
    return exitStatus[evidence.verdict];
  } finally {
    progress.done();
  }
}

interface Load {
  readonly routes: readonly Route[];
  readonly connections: number | undefined;
}

async function loadOf(flags: CheckFlags, tools: Tools, world: World): Promise<Load> {
  const routes = await Promise.all((flags.route ?? []).map((text) => tools.parseRoute(text, flags.header ?? {})));
  if (flags.scenario === undefined) return { routes, connections: flags.connections };
  const scenario = await tools.parseScenario(readScenario(resolve(world.cwd, flags.scenario)));
  return { routes: [...routes, ...scenario.routes], connections: flags.connections ?? scenario.concurrency };
}

function readScenario(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CodedError('PATH_NOT_FOUND', `expected a scenario file at ${path}, but it cannot be read`, { cause });
  }
}

function explained(evidence: Evidence): Evidence {
  const leaks = evidence.leaks.map((leak) => ({
    ...leak,
    cause: leak.cause ?? explain(leak, { causes, ...(leak.cyclic && { cyclic: true }) }),
  }));
  return { ...evidence, leaks };
}
