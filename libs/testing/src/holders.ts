import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdersOf } from './beside.ts';
import { observer } from './outside.ts';

/** How one of some objects is held, as lines below a heading; nothing where nobody holds it any more. */
export async function tellHolder(objects: readonly WeakRef<object>[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-test-'));
  const snapshotFile = join(folder, 'test.heapsnapshot');
  try {
    const ids = await observer().snapshotWith(snapshotFile, objects.slice(0, 1));
    const [path] = await holdersOf({ snapshotFile, ids, cwd: process.cwd() });
    return path ? tree(path) : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tree(path: readonly string[]): string[] {
  return path.map((step, depth) => {
    const branch = depth === 0 ? '' : `${' '.repeat(3 * (depth - 1))}└─ `;
    return `${depth === 0 ? '  held by    ' : ' '.repeat(13)}${branch}${step}`;
  });
}
