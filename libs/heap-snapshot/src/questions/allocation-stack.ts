import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';

/** A function that was running when an object was allocated. */
export interface AllocationFrame {
  readonly functionName: string;
  readonly scriptName: string;
  readonly scriptId: number;
  /** Counted from 1, as V8 writes them here; 0 where it does not know. */
  readonly line: number;
  readonly column: number;
}

/**
 * The calls that allocated an object, the innermost first; empty unless allocations were tracked.
 *
 * @example
 * import { allocationStackOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const allocator = (snapshot: HeapSnapshot, ordinal: Ordinal) => allocationStackOf(snapshot, ordinal)[0]?.functionName;
 */
export function allocationStackOf(snapshot: HeapSnapshot, ordinal: Ordinal): AllocationFrame[] {
  const { allocations } = snapshot.columns;
  if (!allocations) return [];
  const { rows, nodeTraceId } = allocations;
  let row = rowsById(snapshot).get(nodeTraceId[ordinal]!);
  const frames: AllocationFrame[] = [];
  // Row 0 is the root of the tree and no call.
  for (; row !== undefined && row > 0; row = rows.parent[row]!) {
    const frame = frameAt(snapshot, rows.functionIndex[row]!);
    if (frame) frames.push(frame);
  }
  return frames;
}

const rowsById = perSnapshot((snapshot): ReadonlyMap<number, number> => {
  const ids = snapshot.columns.allocations?.rows.id ?? [];
  return new Map([...ids].map((id, row) => [id, row]));
});

const numbersPerFunction = 5;

// Headers may count functions wrongly, and the tree may name one that is missing.
function frameAt(snapshot: HeapSnapshot, functionIndex: number): AllocationFrame | null {
  const functions = snapshot.columns.allocations!.functions;
  const at = functionIndex * numbersPerFunction;
  if (at + numbersPerFunction > functions.length) return null;
  const { strings } = snapshot.columns;
  const text = (index: number): string => (index < strings.count ? strings.at(index) : '');
  return {
    functionName: text(functions[at]!),
    scriptName: text(functions[at + 1]!),
    scriptId: functions[at + 2]!,
    line: functions[at + 3]!,
    column: functions[at + 4]!,
  };
}
