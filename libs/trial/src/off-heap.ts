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
}

const requests = 101;

/** Who opens the descriptors and handles that stay open: learnt by noting the stack of each opening for one round. */
export async function unclosedResources(
  target: Target,
  work: Work,
  positions: SourcePositions,
): Promise<OpenedResource[]> {
  await target.ask('resources-start', {});
  await work.send(requests);
  const open = await target.ask('resources-stop', {});
  const total = open.reduce((sum, { count }) => sum + count, 0);
  return open
    .filter(({ count }) => count >= Math.max(2, total / 20))
    .map(({ type, count, frames }) => {
      const own = frames.find(({ file }) => ownershipOf(file) === 'own');
      const outside = ownershipOf(frames[0]!.file) === 'dependency' && own;
      return {
        type,
        perRequest: count / requests,
        openingFile: frames[0]!.file,
        insertion: {
          ...positions.toPosition(frames[0]!),
          share: Number((count / total).toFixed(3)),
          ...(outside && { caller: positions.toPosition(own) }),
        },
      };
    });
}
