import { resolve } from 'node:path';
import { explainEvidence, weighAnswers } from '@watertight/diagnosis';
import { CodedError } from '@watertight/evidence';
import { bytes, duration } from '@watertight/reporters';
import type { AttachOptions, SnapshotConsent, SnapshotForecast, SnapshotRoom } from '@watertight/trial';
import { progressOn, type Progress } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { applyBudgets, budgetsFor, statusWithBudgets } from './budgets.ts';
import { joinSource } from './join-source.ts';
import { loadOf, type LoadArguments } from './load.ts';
import { exitStatusOf, type Outcome } from './outcome.ts';
import { chooseRoutes } from './routes-of-target.ts';
import { folderAt } from './target.ts';

export interface AttachArguments extends LoadArguments {
  /** A process id, or the URL of an inspector. */
  readonly process: string;
  readonly url?: string;
  readonly cwd?: string;
  readonly watchTraffic?: boolean;
  /** How long a block of watched traffic is, in milliseconds. */
  readonly round?: number;
  readonly snapshot?: 'yes' | 'no' | 'ask';
  readonly budget?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

const defaultRoundMs = 10_000;

/** Judges a process that already runs: 0 stable, 1 leaking, 3 inconclusive. */
export async function attach(typed: AttachArguments, tools: Tools, world: World): Promise<Outcome> {
  const progress = progressOn(world.stderr, world.env, { quiet: typed.quiet ?? false });
  const leftBehind: string[] = [];
  let root = resolve(world.cwd, typed.cwd ?? '.');
  try {
    const options = await attachOptions(typed, { tools, world, progress });
    const evidence = await tools.runAttachedTrial({
      ...options,
      onFolder: (folder) => (root = folder),
      onLeftBehind: (what) => leftBehind.push(what),
    });
    const explained = explainEvidence(await joinSource(evidence, root, tools));
    // What the configuration says is meant for `check`: here the load is what comes.
    const budgets = await budgetsFor({ ...typed, config: false }, root, tools, world);
    const judged = await applyBudgets(explained, budgets, () => Promise.resolve(explained));
    const areRoutesTyped = typed.route !== undefined || typed.scenario !== undefined || options.load !== undefined;
    const weighed = weighAnswers(judged.evidence, { areRoutesTyped });
    return {
      report: { kind: 'check', result: weighed.evidence },
      root,
      isVerbose: typed.verbose ?? false,
      exitStatus: statusWithBudgets(weighed.evidence, exitStatusOf[weighed.evidence.verdict]),
      notes: [...weighed.notes, ...leftBehind],
    };
  } finally {
    world.stdin.close();
    progress.done();
  }
}

interface Surroundings {
  readonly tools: Tools;
  readonly world: World;
  readonly progress: Progress;
}

async function attachOptions(typed: AttachArguments, { tools, world, progress }: Surroundings): Promise<AttachOptions> {
  const onOutput = typed.verbose ? (text: string) => progress.passOn(text) : undefined;
  const load = await loadOf(typed, { tools, world, onOutput });
  if (typed.watchTraffic && (load.load || load.routes.length > 0)) {
    throw new CodedError(
      'USAGE',
      'expected --watch-traffic alone, or --route, --scenario or --load: the traffic that comes in is one load, what is sent another',
    );
  }
  const quiet = typed.quiet ?? false;
  return {
    ...load,
    ...(typed.watchTraffic && { load: await tools.watchTraffic(typed.round ?? defaultRoundMs) }),
    process: typed.process,
    ...(typed.url !== undefined && { url: typed.url }),
    ...(typed.cwd !== undefined && { cwd: await folderAt(resolve(world.cwd, typed.cwd)) }),
    ...(typed.header && { headers: typed.header }),
    onRoutes: (found) => void chooseRoutes(found, { progress, quiet }),
    mayTakeSnapshots: (forecast, room) => consent(typed.snapshot ?? 'ask', forecast, room, { world, progress }),
    onProgress: (step) => progress.show(step),
    signal: world.signal,
  };
}

async function consent(
  typed: 'yes' | 'no' | 'ask',
  forecast: SnapshotForecast,
  room: SnapshotRoom,
  { world, progress }: Pick<Surroundings, 'world' | 'progress'>,
): Promise<SnapshotConsent> {
  if (typed === 'yes') return 'yes';
  if (typed === 'no') return { no: '--snapshot no' };
  const cost = describeCost(forecast, room);
  if (!world.stdin.isTTY || !world.stderr.isTTY) return { no: `it would have ${cost}; allow it with --snapshot yes` };
  progress.done();
  world.stderr.write(
    `Two heap snapshots tell which object grows and which line inserts into it. Each would have ${cost}. Take them? [y/N] `,
  );
  const answer = await world.stdin.readLine();
  return /^\s*y(es)?\s*$/i.test(answer ?? '') ? 'yes' : { no: 'you said no' };
}

function describeCost({ pauseMs, memoryBytes }: SnapshotForecast, { availableBytes }: SnapshotRoom): string {
  return `the process stand still for about ${duration(pauseMs)} and need up to ${bytes(memoryBytes)} of the ${bytes(availableBytes)} of memory that are left`;
}
