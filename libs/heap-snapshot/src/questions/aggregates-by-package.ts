import type { Ordinal } from '../brands.ts';
import { dominatorsOf } from '../graph/dominators.ts';
import { shallowSizesOf } from '../graph/shallow-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { pathOfScript } from '../paths/scripts-on-path.ts';
import { perSnapshot } from '../per-snapshot.ts';
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
  const { names, numbers } = packagesOf(snapshot);
  const shallow = shallowSizesOf(snapshot);
  const counts = new Float64Array(names.length);
  const bytes = new Float64Array(names.length);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    counts[numbers[node]!]! += 1;
    bytes[numbers[node]!]! += shallow[node]!;
  }
  // One package may be installed in several folders.
  return [...new Set(names)]
    .map((packageName) => ({
      packageName,
      count: sumWhere(counts, names, packageName),
      shallowBytes: sumWhere(bytes, names, packageName),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.shallowBytes - a.shallowBytes);
}

/**
 * The package that a node belongs to, as `aggregatesByPackage` counts it.
 *
 * @example
 * import { packageOf, retainingPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const packagesOnPath = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   new Set(retainingPath(snapshot, ordinal).map(({ node }) => packageOf(snapshot, node.ordinal)));
 */
export function packageOf(snapshot: HeapSnapshot, ordinal: Ordinal): string {
  const { names, numbers } = packagesOf(snapshot);
  return names[numbers[ordinal]!]!;
}

/**
 * The folder of the package that a node belongs to: where its `package.json` tells the version. Null for the program's own
 * and the runtime's.
 *
 * @example
 * import { packageFolderOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const folder = (snapshot: HeapSnapshot, ordinal: Ordinal) => packageFolderOf(snapshot, ordinal); // '/srv/app/node_modules/mem'
 */
export function packageFolderOf(snapshot: HeapSnapshot, ordinal: Ordinal): string | null {
  const { folders, numbers } = packagesOf(snapshot);
  return folders[numbers[ordinal]!]!;
}

/** Whose code something belongs to: the program's own, a package's that it depends on, or Node's. */
export type Origin = 'program' | 'dependency' | 'runtime' | 'unknown';

/**
 * Whose a node is. On a retaining path it tells where the program can cut: at its own steps, or where it hands something
 * to a dependency.
 *
 * @example
 * import { originOf, retainingPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const ownSteps = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   retainingPath(snapshot, ordinal).filter(({ node }) => originOf(snapshot, node.ordinal) === 'program');
 */
export function originOf(snapshot: HeapSnapshot, ordinal: Ordinal): Origin {
  return originsByName.get(packageOf(snapshot, ordinal)) ?? 'dependency';
}

const originsByName: ReadonlyMap<string, Origin> = new Map([
  ['(program)', 'program'],
  ['(runtime)', 'runtime'],
  ['(unknown)', 'unknown'],
]);

function sumWhere(values: Float64Array, names: readonly string[], name: string): number {
  return names.reduce((sum, other, number) => (other === name ? sum + values[number]! : sum), 0);
}

interface Packages {
  readonly names: readonly string[];
  /** Beside each name the folder it is installed in. */
  readonly folders: readonly (string | null)[];
  /** For each node the place of its package in `names`. */
  readonly numbers: Uint16Array;
}

const packagesOf = perSnapshot((snapshot): Packages => {
  const { immediateDominator, order } = dominatorsOf(snapshot);
  const { locations } = snapshot.columns;
  const scriptNames = scriptNamesOf(snapshot);
  const names = ['(unknown)'];
  const folders: (string | null)[] = [null];
  const numbering = new Map<string, number>();
  const numbers = new Uint16Array(snapshot.nodeCount);
  for (let row = 0; row < locations.length; row += 4) {
    const scriptName = scriptNames.get(locations[row + 1]!);
    if (scriptName === undefined) continue;
    const folder = folderInPackages(scriptName);
    const name = packageOfScript(scriptName);
    const key = folder ?? name;
    if (!numbering.has(key)) {
      numbering.set(key, names.push(name) - 1);
      folders.push(folder);
    }
    numbers[locations[row]! as Ordinal] = numbering.get(key)!;
  }
  // A dominator comes before what it dominates.
  for (const node of order) {
    if (numbers[node] === 0) numbers[node] = numbers[immediateDominator[node]!]!;
  }
  return { names, folders, numbers };
});

const inPackage = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//s;

function folderInPackages(scriptName: string): string | null {
  const [folder] = inPackage.exec(pathOfScript(scriptName).replaceAll('\\', '/')) ?? [];
  return folder?.slice(0, -1) ?? null;
}

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
