import { Locator } from '@watertight/allocation';
import { AllocationSnapshot, tracesOfProfile } from '@watertight/allocation-profile';
import { leakSignature, type AllocationSite, type Leak, type Signal } from '@watertight/evidence';
import { ofTheProgram, toSites } from './allocation-sites.ts';
import { packageOf } from './package-of.ts';
import type { SourcePositions } from './source-positions.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const settleMs = 50;
// Cheap enough for a server at work, and fine enough to meet a leak of 100 bytes in some thousand requests.
const intervalBytes = 4 * 2 ** 10;
const fewestSamples = 8;
const wantedSamples = 40;
const mostBlocks = 8;
const mostRequests = 6_000;

/**
 * What a leak can be told to be where nobody may look into the heap: what was allocated during some more load and is still
 * alive, by place. Who holds it stays unknown.
 */
export async function sampledLeaks(
  grows: Signal,
  target: Target,
  work: Work,
  { requestsPerBlock, positions }: { readonly requestsPerBlock: number; readonly positions: SourcePositions },
): Promise<Leak[]> {
  const wanted = Math.min(mostRequests, (wantedSamples * intervalBytes) / Math.max(1, bytesPerRequest(grows)));
  const perBlock = Math.max(requestsPerBlock, Math.ceil(wanted / mostBlocks));
  let requests = 0;
  await target.ask('allocations-start', { intervalBytes });
  for (let block = 0; block < mostBlocks && requests < wanted; block += 1) requests += await work.send(perBlock);
  const profile = await target.ask('allocations-stop', { settleMs });
  const traces = tracesOfProfile(profile, intervalBytes, new Locator(positions.root).locate).flatMap(ofTheProgram);
  const rows = new AllocationSnapshot({ traces, intervalBytes }).statistics('line');
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total < fewestSamples * intervalBytes) return [];
  return [toLeak(toSites(rows, requests), grows, positions)];
}

// An object has some tens of bytes.
const bytesPerRequest = ({ unit, slopePerRequest }: Signal) => slopePerRequest * (unit === 'bytes' ? 1 : 32);

function toLeak(allocationSites: AllocationSite[], grows: Signal, positions: SourcePositions): Leak {
  const first = allocationSites[0];
  const leak = {
    cause: null,
    signal: grows.name,
    retainedBytesPerRequest: grows.unit === 'bytes' ? grows.slopePerRequest : 0,
    objectsPerRequest: grows.unit === 'objects' ? grows.slopePerRequest : 0,
    sink: null,
    insertion: null,
    constructor: null,
    retainingPath: [],
    allocationSites,
    package: first ? packageOf(positions.absolute(first.file)) : null,
    routes: [],
  };
  return { signature: leakSignature(leak), ...leak };
}
