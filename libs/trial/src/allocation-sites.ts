import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Locator } from '@watertight/allocation';
import {
  AllocationSnapshot,
  tracesOfProfile,
  type AllocationFrame,
  type AllocationTrace,
} from '@watertight/allocation-profile';
import type { AllocationCall, AllocationSite, Leak, Position } from '@watertight/evidence';
import { allocationTree, isOfTheProgram } from './allocation-tree.ts';
import { agentName } from './attach/agent-bundle.ts';
import type { SourcePositions } from './source-positions.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const requestsPerBlock = 251;
const settleMs = 50;
// A leak of 50 bytes per request is met some 25 times in a block.
const intervalBytes = 512;
const mostSites = 5;

export interface Allocated {
  readonly leaks: readonly Leak[];
  /** All that stayed alive, by calls. */
  readonly allocations?: AllocationCall;
}

/** The leaks with what was allocated on the way to their insertions and stayed alive, learnt from one more block of load. */
export async function withAllocationSites(
  leaks: readonly Leak[],
  target: Target,
  work: Work,
  positions: SourcePositions,
): Promise<Allocated> {
  if (leaks.every(({ insertion }) => insertion === null)) return { leaks };
  await target.ask('allocations-start', { intervalBytes });
  const requests = await work.send(requestsPerBlock);
  const profile = await target.ask('allocations-stop', { settleMs });
  const traces = tracesOfProfile(profile, intervalBytes, new Locator(positions.root).locate);
  const allocations = allocationTree(withoutAgent(traces, positions), requests);
  return {
    leaks: leaks.map((leak) => ({ ...leak, allocationSites: allocationSitesOf(leak, traces, requests) })),
    ...(allocations && { allocations }),
  };
}

const agentFolder = dirname(createRequire(import.meta.url).resolve('@watertight/agent/package.json'));

// What the agent allocates to take the profile is not the program's.
export function withoutAgent(
  traces: readonly AllocationTrace[],
  positions: Pick<SourcePositions, 'absolute'>,
): AllocationTrace[] {
  const isAgent = (file: string) => file === agentName || positions.absolute(file).startsWith(agentFolder);
  return traces.filter(({ frames }) => !frames.some(({ file }) => isAgent(file)));
}

/** What was allocated by calls that pass the function of the insertion, or else its file; the largest first. */
export function allocationSitesOf(
  { insertion }: Pick<Leak, 'insertion'>,
  traces: readonly AllocationTrace[],
  perRequests: number,
): AllocationSite[] {
  if (!insertion) return [];
  const ways = [insertion, ...(insertion.caller ? [insertion.caller] : [])];
  const byFunction = traces.filter(({ frames }) => frames.some((frame) => ways.some((way) => isWithin(frame, way))));
  const byFile = traces.filter(({ frames }) => frames.some(({ file }) => file === insertion.file));
  const rows = new AllocationSnapshot({
    traces: (byFunction.length > 0 ? byFunction : byFile).flatMap(ofTheProgram),
    intervalBytes,
  }).statistics('line');
  return toSites(rows, perRequests);
}

/** The largest of some places of allocation, as sites. */
export function toSites(rows: ReturnType<AllocationSnapshot['statistics']>, perRequests: number): AllocationSite[] {
  const largest = rows[0]?.bytes ?? 0;
  return rows
    .filter(({ bytes }) => bytes >= largest / 20)
    .slice(0, mostSites)
    .map(({ frame, precision, bytes }) => ({
      file: frame.file,
      line: frame.line,
      column: frame.column,
      ...(frame.function && { function: frame.function }),
      precision,
      bytesPerRequest: Number((bytes / perRequests).toPrecision(3)),
    }));
}

function isWithin(frame: AllocationFrame, way: Position): boolean {
  return frame.file === way.file && frame.function.split('.').at(-1) === (way.function ?? '');
}

// Nobody could change a line of the runtime: what it allocates is its caller's.
export function ofTheProgram(trace: AllocationTrace): AllocationTrace[] {
  const first = trace.frames.findIndex(isOfTheProgram);
  return first < 0 ? [] : [{ ...trace, frames: trace.frames.slice(first) }];
}
