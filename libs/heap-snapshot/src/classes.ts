import type { Ordinal } from './brands.ts';
import type { HeapSnapshot } from './heap-snapshot.ts';

const groupNames: Readonly<Record<string, string>> = {
  hidden: '(system)',
  code: '(compiled code)',
  closure: 'Function',
  regexp: 'RegExp',
  array: '(array)',
  string: '(string)',
  'concatenated string': '(concatenated string)',
  'sliced string': '(sliced string)',
  number: '(number)',
  symbol: 'Symbol',
  bigint: '(bigint)',
  'object shape': '(object shape)',
};

/** What DevTools lists a node under: the constructor's name for objects, else a name for all nodes of its type. */
export function classNameOf(snapshot: HeapSnapshot, ordinal: Ordinal): string {
  return groupNames[snapshot.typeName(ordinal)] ?? snapshot.name(ordinal);
}

/** All nodes that DevTools lists under a class, by ascending ordinal. */
export function instancesOf(snapshot: HeapSnapshot, className: string): Ordinal[] {
  const classes = numberedClasses(snapshot);
  const wanted = classes.names.indexOf(className);
  const found: Ordinal[] = [];
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (classes.numberOf(node) === wanted) found.push(node as Ordinal);
  }
  return found;
}

/** How many instances of a class there are, and their own bytes. */
export interface ClassAggregate {
  readonly className: string;
  readonly count: number;
  readonly selfSizeBytes: number;
}

/** Count and bytes of each class, the most bytes first. */
export function aggregatesByClass(snapshot: HeapSnapshot): ClassAggregate[] {
  const classes = numberedClasses(snapshot);
  const counts = new Float64Array(classes.names.length);
  const bytes = new Float64Array(classes.names.length);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    const number = classes.numberOf(node);
    counts[number]! += 1;
    bytes[number]! += snapshot.columns.selfSizeBytes[node]!;
  }
  return classes.names
    .map((className, number) => ({ className, count: counts[number]!, selfSizeBytes: bytes[number]! }))
    .sort((a, b) => b.selfSizeBytes - a.selfSizeBytes || (a.className < b.className ? -1 : 1));
}

interface NumberedClasses {
  readonly names: readonly string[];
  readonly numberOf: (node: number) => number;
}

/** Gives each class a number without decoding a name more than once. */
function numberedClasses(snapshot: HeapSnapshot): NumberedClasses {
  const { nodeType, nodeName, nodeTypes, strings } = snapshot.columns;
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const numberOfName = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.length);
    return names.push(name) - 1;
  };
  const byType = nodeTypes.map((type) => (groupNames[type] === undefined ? -1 : numberOfName(groupNames[type])));
  const byNameIndex = new Int32Array(strings.count).fill(-1);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    const nameIndex = nodeName[node]!;
    if (byType[nodeType[node]!]! >= 0 || byNameIndex[nameIndex]! >= 0) continue;
    byNameIndex[nameIndex] = numberOfName(strings.at(nameIndex));
  }
  return {
    names,
    numberOf: (node) => (byType[nodeType[node]!]! >= 0 ? byType[nodeType[node]!]! : byNameIndex[nodeName[node]!]!),
  };
}
