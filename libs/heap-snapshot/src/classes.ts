import type { Ordinal } from './brands.ts';
import { detachednessOf } from './graph/detachedness.ts';
import { distancesOf, noDistance } from './graph/distances.ts';
import { dominatedNodesOf } from './graph/dominated-nodes.ts';
import { retainedSizesOf } from './graph/retained-sizes.ts';
import { shallowSizesOf } from './graph/shallow-sizes.ts';
import type { HeapSnapshot, SourceLocation } from './heap-snapshot.ts';
import { perSnapshot } from './per-snapshot.ts';

// Nodes of these types are listed under their own name; all others under one name for their type.
const namedTypes = new Set(['object', 'native']);
const groupNames: Readonly<Record<string, string>> = {
  hidden: '(system)',
  code: '(compiled code)',
  closure: 'Function',
  regexp: 'RegExp',
};
const detached = 2;

/**
 * What DevTools lists a node under: the constructor's name for objects, else a name for all nodes of its type.
 *
 * @example
 * import { classNameOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const isSocket = (snapshot: HeapSnapshot, ordinal: Ordinal) => classNameOf(snapshot, ordinal) === 'Socket';
 */
export function classNameOf(snapshot: HeapSnapshot, ordinal: Ordinal): string {
  const type = snapshot.typeName(ordinal);
  if (!namedTypes.has(type)) return groupName(type);
  const isDetached = type === 'native' && detachednessOf(snapshot)[ordinal] === detached;
  return className(snapshot.name(ordinal), isDetached);
}

function groupName(type: string): string {
  return groupNames[type] ?? `(${type})`;
}

// Of a DOM element `<div id="a">` the class is `<div>`.
function className(name: string, isDetached: boolean): string {
  const space = name.startsWith('<') ? name.indexOf(' ') : -1;
  const short = space < 0 ? name : `${name.slice(0, space)}>`;
  return isDetached ? `Detached ${short}` : short;
}

/**
 * All nodes that DevTools lists under a class, by ascending ordinal.
 *
 * @example
 * import { instancesOf, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const openSockets = (snapshot: HeapSnapshot) => instancesOf(snapshot, 'Socket').length;
 */
export function instancesOf(snapshot: HeapSnapshot, className: string): Ordinal[] {
  const { names, numberOf } = classesOf(snapshot);
  const isWanted = Uint8Array.from(names, (name) => (name === className ? 1 : 0));
  const found: Ordinal[] = [];
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (isWanted[numberOf[node]!] === 1) found.push(node as Ordinal);
  }
  return found;
}

/** All instances of one class: objects whose constructor has the same name and stands at the same place. */
export interface ClassAggregate {
  readonly className: string;
  /** Where the constructor stands, if V8 says so: two classes of one name are told apart by it. */
  readonly location: SourceLocation | null;
  readonly count: number;
  /** Own bytes as V8 wrote them. */
  readonly selfSizeBytes: number;
  /** Own bytes with those of the storage that is one object's alone, as DevTools shows them. */
  readonly shallowBytes: number;
  /** Bytes that would be freed with all instances; those that another instance dominates are counted once. */
  readonly retainedBytes: number;
  /** That of the nearest instance. */
  readonly distance: number;
}

export interface AggregateOptions {
  /** Leaves out nodes without bytes of their own, as DevTools does: storage whose bytes count as its owner's. */
  readonly onlyWithBytes?: boolean;
}

/**
 * Each class with its count and bytes, the one with the most bytes of its own first.
 *
 * @example
 * import { aggregatesByClass, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const topTen = (snapshot: HeapSnapshot) => aggregatesByClass(snapshot).slice(0, 10);
 */
export function aggregatesByClass(snapshot: HeapSnapshot, options: AggregateOptions = {}): ClassAggregate[] {
  const { names, locations, numberOf } = classesOf(snapshot);
  const { selfSizeBytes } = snapshot.columns;
  const shallow = shallowSizesOf(snapshot);
  const { distance } = distancesOf(snapshot);
  const counts = new Float64Array(names.length);
  const selfSizes = new Float64Array(names.length);
  const shallowSizes = new Float64Array(names.length);
  const nearest = new Float64Array(names.length).fill(Infinity);
  const isCounted = (node: number): boolean => !options.onlyWithBytes || shallow[node]! > 0;
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (!isCounted(node)) continue;
    const number = numberOf[node]!;
    counts[number]! += 1;
    selfSizes[number]! += selfSizeBytes[node]!;
    shallowSizes[number]! += shallow[node]!;
    if (distance[node] !== noDistance && distance[node]! < nearest[number]!) nearest[number] = distance[node]!;
  }
  const retained = retainedByClass(snapshot, isCounted);
  return names
    .map((name, number) => ({
      className: name,
      location: locations[number]!,
      count: counts[number]!,
      selfSizeBytes: selfSizes[number]!,
      shallowBytes: shallowSizes[number]!,
      retainedBytes: retained[number]!,
      distance: nearest[number] === Infinity ? noDistance : nearest[number]!,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.selfSizeBytes - a.selfSizeBytes || (a.className < b.className ? -1 : 1));
}

/** Goes down the dominator tree and counts an instance unless it is below another of its class. */
function retainedByClass(snapshot: HeapSnapshot, isCounted: (node: number) => boolean): Float64Array {
  const { names, numberOf } = classesOf(snapshot);
  const { first, nodes } = dominatedNodesOf(snapshot);
  const sizes = retainedSizesOf(snapshot);
  const retained = new Float64Array(names.length);
  const isAbove = new Uint8Array(names.length);
  const stack = new Uint32Array(snapshot.nodeCount + 1);
  const next = first.slice(0, snapshot.nodeCount);
  const opened = new Uint8Array(snapshot.nodeCount);
  let depth = 0;
  const enter = (node: number): void => {
    const number = numberOf[node]!;
    if (isCounted(node) && isAbove[number] === 0) {
      retained[number]! += sizes[node]!;
      isAbove[number] = 1;
      opened[node] = 1;
    }
    stack[depth++] = node;
  };
  enter(snapshot.root);
  while (depth > 0) {
    const node = stack[depth - 1]!;
    const place = next[node]!++;
    if (place < first[node + 1]!) {
      enter(nodes[place]!);
      continue;
    }
    depth -= 1;
    if (opened[node] === 1) isAbove[numberOf[node]!] = 0;
  }
  return retained;
}

interface Classes {
  readonly names: readonly string[];
  readonly locations: readonly (SourceLocation | null)[];
  /** The number of each node's class. */
  readonly numberOf: Uint32Array;
}

/** Gives each class a number without decoding a name more than once. */
const classesOf = perSnapshot((snapshot): Classes => {
  const { nodeType, nodeName, nodeTypes } = snapshot.columns;
  const numbering = new ClassNumbering();
  const byType = nodeTypes.map((type) => (namedTypes.has(type) ? -1 : numbering.numberOf(groupName(type), null)));
  const byName = new Int32Array(snapshot.columns.strings.count).fill(-1);
  const numberOf = new Uint32Array(snapshot.nodeCount);
  const object = nodeTypes.indexOf('object');
  const states = detachednessOf(snapshot);
  for (let node = 0; node < numberOf.length; node += 1) {
    const group = byType[nodeType[node]!]!;
    if (group >= 0) {
      numberOf[node] = group;
      continue;
    }
    const ordinal = node as Ordinal;
    const location = nodeType[node] === object ? snapshot.location(ordinal) : null;
    if (location || states[node] === detached) {
      numberOf[node] = numbering.numberOf(classNameOf(snapshot, ordinal), location);
      continue;
    }
    const name = nodeName[node]!;
    if (byName[name]! < 0) byName[name] = numbering.numberOf(classNameOf(snapshot, ordinal), null);
    numberOf[node] = byName[name]!;
  }
  return { names: numbering.names, locations: numbering.locations, numberOf };
});

class ClassNumbering {
  readonly names: string[] = [];
  readonly locations: (SourceLocation | null)[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string, location: SourceLocation | null): number {
    const key = location ? `${location.scriptId},${location.line},${location.column},${name}` : name;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.names.length);
    this.locations.push(location);
    return this.names.push(name) - 1;
  }
}
