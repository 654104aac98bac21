import { retainingPath, type NodeId } from '@watertight/heap-snapshot';
import { pathToSink, tellingPath } from './telling-path.ts';
import { readSnapshotFile } from './snapshots.ts';

/**
 * Who holds objects, by their ids in a heap snapshot: for each a path by the names of the program, from its code inwards, or
 * from a GC root where no code of the program holds it; null where nobody does.
 *
 * @example
 * const [path] = await holdersOf('1.heapsnapshot', [87285]); // ['src/app.ts', 'sessions: Map', '[4937]: Session']
 */
export async function holdersOf(file: string, ids: readonly number[]): Promise<(readonly string[] | null)[]> {
  const snapshot = await readSnapshotFile(file);
  return ids.map((id) => {
    const ordinal = snapshot.ordinalOfId(id as NodeId);
    if (ordinal === null || retainingPath(snapshot, ordinal).length === 0) return null;
    return tellingPath(snapshot, pathToSink(snapshot, ordinal), []).lines;
  });
}
