import type { OpenResource } from '@watertight/agent';
import type { Insertion } from '@watertight/evidence';
import type { SourcePositions } from './source-positions.ts';
import { ownershipOf } from './source-positions.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

export interface OpenedResource {
  readonly type: string;
  readonly perRequest: number;
  readonly insertion: Insertion;
  readonly openingFile: string;
  readonly routes: readonly string[];
}

const fewestRequests = 101;
const fewestPerRoute = 23;

type Opened = OpenResource & { routes: string[] };

/** Who opens the descriptors and handles that stay open, and on which routes: learnt by noting the stack of each opening. */
export async function unclosedResources(
  target: Target,
  work: Work,
  positions: SourcePositions,
): Promise<OpenedResource[]> {
  const requestsPerPart = Math.max(fewestPerRoute, Math.ceil(fewestRequests / work.parts.length));
  let requests = 0;
  const opened = new Map<string, Opened>();
  for (const part of work.parts) {
    await target.ask('resources-start', {});
    const served = await part.send(requestsPerPart);
    requests += served;
    for (const one of await target.ask('resources-stop', {})) {
      const key = JSON.stringify([one.type, one.frames[0]]);
      const known = opened.get(key);
      const { count = 0, routes: before = [] } = known ?? {};
      const isTelling = one.count >= Math.max(2, served / 8);
      opened.set(key, {
        ...one,
        count: count + one.count,
        routes: isTelling ? [...before, part.name] : before,
      });
    }
  }
  return tellingOnes([...opened.values()], requests, positions);
}

function tellingOnes(opened: readonly Opened[], requests: number, positions: SourcePositions): OpenedResource[] {
  const total = opened.reduce((sum, { count }) => sum + count, 0);
  return opened
    .filter(({ count }) => count >= Math.max(2, total / 20))
    .map(({ type, count, frames, routes }) => {
      const own = frames.find(({ file }) => ownershipOf(file) === 'own');
      const outside = ownershipOf(frames[0]!.file) === 'dependency' && own;
      return {
        type,
        perRequest: count / requests,
        openingFile: frames[0]!.file,
        routes,
        insertion: {
          ...positions.toPosition(frames[0]!),
          share: Number((count / total).toFixed(3)),
          ...(outside && { caller: positions.toPosition(own) }),
        },
      };
    });
}
