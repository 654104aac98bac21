import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';

/** One text that is in memory more than once. */
export interface DuplicateString {
  readonly text: string;
  readonly count: number;
  readonly totalBytes: number;
  /** What would be saved by keeping one of them. */
  readonly wastedBytes: number;
  /** V8 writes only the first 1,024 characters: such texts may differ behind them. */
  readonly isCut: boolean;
  readonly sampleOrdinal: Ordinal;
}

const longestWrittenText = 1024;

/**
 * Texts that are in memory more than once, the one that wastes the most first.
 *
 * @example
 * import { duplicateStrings, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const wasted = (snapshot: HeapSnapshot) => duplicateStrings(snapshot).reduce((sum, { wastedBytes }) => sum + wastedBytes, 0);
 */
export function duplicateStrings(snapshot: HeapSnapshot): DuplicateString[] {
  const { nodeType, nodeName, nodeTypes, selfSizeBytes, strings } = snapshot.columns;
  const string = nodeTypes.indexOf('string');
  // Equal texts have one index in the file.
  const counts = new Uint32Array(strings.count);
  const bytes = new Float64Array(strings.count);
  const samples = new Uint32Array(strings.count);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (nodeType[node] !== string) continue;
    const name = nodeName[node]!;
    counts[name]! += 1;
    bytes[name]! += selfSizeBytes[node]!;
    samples[name] = node;
  }
  const found: DuplicateString[] = [];
  for (let name = 0; name < counts.length; name += 1) {
    const count = counts[name]!;
    if (count < 2) continue;
    const text = strings.at(name);
    const wastedBytes = bytes[name]! - bytes[name]! / count;
    const isCut = text.length >= longestWrittenText;
    found.push({ text, count, totalBytes: bytes[name]!, wastedBytes, isCut, sampleOrdinal: samples[name] as Ordinal });
  }
  return found.sort((a, b) => b.wastedBytes - a.wastedBytes);
}
