import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEdit } from '@watertight/codemods';
import { CodedError } from '@watertight/evidence';
import type { HealTools } from './options.ts';

/**
 * Applies accepted rewrites to the source, all or none.
 *
 * @throws {CodedError} `WRITE_FAILED` where a file is not as it was copied
 */
export function writeAccepted(
  root: string,
  edits: readonly FileEdit[],
  { writeEdits }: Pick<HealTools, 'writeEdits'>,
): boolean {
  const merged = mergeEdits(edits);
  if (merged.length === 0) return false;
  const changed = merged.filter(({ file, before }) => currentText(join(root, file)) !== before);
  if (changed.length > 0) {
    throw new CodedError(
      'WRITE_FAILED',
      `expected ${changed.map(({ file }) => file).join(', ')} as at the start, found it changed meanwhile; run heal again`,
    );
  }
  writeEdits(root, merged);
  return true;
}

/** One edit per file: from its first text to its last. */
function mergeEdits(edits: readonly FileEdit[]): FileEdit[] {
  const merged = new Map<string, FileEdit>();
  for (const edit of edits) merged.set(edit.file, { ...edit, before: merged.get(edit.file)?.before ?? edit.before });
  return [...merged.values()];
}

function currentText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
