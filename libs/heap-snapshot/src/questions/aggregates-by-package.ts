import type { Ordinal } from '../brands.ts';
import { dominatorsOf } from '../graph/dominators.ts';
import { shallowSizesOf } from '../graph/shallow-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { scriptNamesOf } from './source-of.ts';

/** What one package, the program itself, or the runtime holds. */
export interface PackageAggregate {
  /** The name of a package in `node_modules`, or `(program)`, `(runtime)`, `(unknown)`. */
  readonly packageName: string;
  readonly count: number;
  readonly shallowBytes: number;
}

/**
 * Bytes by the package whose code they belong to. A function belongs to the package of its script, an object to that of
 * its constructor's, and whatever tells neither to the package of its immediate dominator.
 *
 * @example
 * import { aggregatesByPackage, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const heaviest = (snapshot: HeapSnapshot) => aggregatesByPackage(snapshot)[0]?.packageName;
 */
export function aggregatesByPackage(snapshot: HeapSnapshot): PackageAggregate[] {
  const numbering = new Map<string, number>([['(unknown)', 0]]);
  const packages = packageNumbers(snapshot, numbering);
  const shallow = shallowSizesOf(snapshot);
  const counts = new Float64Array(numbering.size);
  const bytes = new Float64Array(numbering.size);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    counts[packages[node]!]! += 1;
    bytes[packages[node]!]! += shallow[node]!;
  }
  return [...numbering]
    .map(([packageName, number]) => ({ packageName, count: counts[number]!, shallowBytes: bytes[number]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.shallowBytes - a.shallowBytes);
}

function packageNumbers(snapshot: HeapSnapshot, numbering: Map<string, number>): Uint16Array {
  const { immediateDominator, order } = dominatorsOf(snapshot);
  const { locations } = snapshot.columns;
  const scriptNames = scriptNamesOf(snapshot);
  const packages = new Uint16Array(snapshot.nodeCount);
  for (let row = 0; row < locations.length; row += 4) {
    const scriptName = scriptNames.get(locations[row + 1]!);
    if (scriptName === undefined) continue;
    const name = packageOfScript(scriptName);
    if (!numbering.has(name)) numbering.set(name, numbering.size);
    packages[locations[row]! as Ordinal] = numbering.get(name)!;
  }
  // A dominator comes before what it dominates.
  for (const node of order) {
    if (packages[node] === 0) packages[node] = packages[immediateDominator[node]!]!;
  }
  return packages;
}

const inPackage = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//s;

/**
 * The package of a script: the innermost folder below a `node_modules`, `(runtime)` for Node's own, else `(program)`.
 *
 * @example
 * import { packageOfScript } from '@watertight/heap-snapshot';
 *
 * packageOfScript('file:///srv/app/node_modules/@acme/cache/index.js'); // '@acme/cache'
 */
export function packageOfScript(scriptName: string): string {
  const match = inPackage.exec(scriptName.replaceAll('\\', '/'));
  if (match) return match[1]!;
  const isOfRuntime = scriptName.startsWith('node:') || !/[/\\]/.test(scriptName);
  return isOfRuntime ? '(runtime)' : '(program)';
}
