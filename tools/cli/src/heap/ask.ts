import { basename, resolve } from 'node:path';
import type { HeapSnapshot } from '@watertight/heap-snapshot';
import type { HeapReport } from '@watertight/reporters';
import type { HeapQuestion } from '../commands/heap.ts';
import { progressOn, type Progress } from '../output/progress.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

/** Reads the snapshots and answers, with progress where a file is large. */
export async function askAbout(
  { files, quiet = false, answer }: HeapQuestion,
  tools: Tools,
  world: World,
): Promise<HeapReport> {
  const progress = progressOn(world.stderr, world.env, { quiet });
  const snapshots: HeapSnapshot[] = [];
  let largestBytes = 0;
  try {
    for (const [place, file] of files.entries()) {
      const onProgress = ({ readBytes, sizeBytes }: ReadSoFar): void => {
        largestBytes = Math.max(largestBytes, sizeBytes);
        if (isLarge(sizeBytes)) showReading(progress, file, readBytes / sizeBytes, { place, of: files.length });
      };
      snapshots.push(await tools.readSnapshot(resolve(world.cwd, file), { signal: world.signal, onProgress }));
    }
    if (isLarge(largestBytes)) progress.show({ message: 'following references', fraction: shareOfReading });
    return answer(snapshots);
  } finally {
    progress.done();
  }
}

interface ReadSoFar {
  readonly readBytes: number;
  readonly sizeBytes: number;
}

// Smaller files are read before anyone could look at a bar.
function isLarge(sizeBytes: number): boolean {
  return sizeBytes > 50_000_000;
}

// The rest of the bar is for the answer.
const shareOfReading = 0.8;
const parts = 4;

// A message changes once in a quarter of a file: where there is no terminal each becomes a line.
function showReading(
  progress: Progress,
  file: string,
  share: number,
  { place, of }: { readonly place: number; readonly of: number },
): void {
  const quarter = Math.min(Math.floor(share * parts) + 1, parts);
  progress.show({
    message: `reading ${basename(file)}, part ${quarter} of ${parts}`,
    fraction: ((place + share) / of) * shareOfReading,
  });
}
