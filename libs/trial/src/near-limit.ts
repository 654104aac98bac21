import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearLimitSnapshotName } from '@watertight/agent';
import {
  accumulationPoints,
  classNameOf,
  nameOfSink,
  retainedSizesOf,
  scriptsOnPath,
  type HeapSnapshot,
  type Ordinal,
  type SinkName,
} from '@watertight/heap-snapshot';
import { declaredIn } from './declaration-place.ts';
import { readSnapshotFile } from './snapshots.ts';
import { SourcePositions } from './source-positions.ts';
import { pathToSink, tellingPath } from './telling-path.ts';

const mostTold = 3;

/**
 * What filled the heap of a target that ran out of memory, as lines to be read, told from the snapshot that it wrote before it
 * died; null where it could write none.
 */
export async function describeNearLimit(workFolder: string, root: string): Promise<string | null> {
  const file = readdirSync(workFolder).find((name) => nearLimitSnapshotName.test(name));
  if (file === undefined) return null;
  // The system may have ended it in the midst of writing.
  const snapshot = await readSnapshotFile(join(workFolder, file)).catch(() => null);
  return snapshot && fullestIn(snapshot, new SourcePositions(root));
}

function fullestIn(snapshot: HeapSnapshot, positions: SourcePositions): string | null {
  const retained = retainedSizesOf(snapshot);
  const all = retained[snapshot.root]!;
  const told = accumulationPoints(snapshot)
    .slice(0, mostTold)
    .map((node) => `  ${mebibytes(retained[node]!)} in ${describe(snapshot, node, positions)}`);
  return told.length === 0 ? null : `of ${mebibytes(all)} on the heap before it was full:\n${told.join('\n')}`;
}

function describe(snapshot: HeapSnapshot, node: Ordinal, positions: SourcePositions): string {
  const steps = pathToSink(snapshot, node);
  const sink = nameOfSink(steps);
  const scripts = scriptsOnPath(snapshot, steps).map(({ name }) => name);
  const place = declarationOf(sink, scripts, positions);
  const { lines } = tellingPath(snapshot, steps, []);
  const held = lines.length > 1 ? `, held by ${lines.join(' → ')}` : '';
  return (
    `${classNameOf(snapshot, node)} ${sink.name}`.trimEnd() + (place ? ` (${place.file}:${place.line})` : '') + held
  );
}

function declarationOf({ variable, fields }: SinkName, scripts: readonly string[], positions: SourcePositions) {
  const field = fields.at(-1);
  const name = field ?? variable;
  return name === undefined ? null : declaredIn(scripts, name, field === undefined ? 'variable' : 'field', positions);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
