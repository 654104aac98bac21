import type { EdgeIndex, Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none, preferredTreeOf } from '../paths/preferred-tree.ts';
import { nodeRoles, role } from './node-roles.ts';

/** An object on the way up to the root, and the first edge from the next object above it. */
interface Rung {
  readonly node: number;
  readonly className: string;
  /** Null where the edge names an entry: entries of nested collections repeat without being a list. */
  readonly link: string | null;
}

const longestPeriod = 3;
const fewestRepeats = 3;

/**
 * The object that owns the list in which `node` is a link, or `node` itself where it is none. A list that grows at its
 * tail hangs new links on its last old one: what grows is the object that holds the first.
 */
export function ownerOfList(snapshot: HeapSnapshot, node: number): number {
  const top = topOfChain(snapshot, node);
  const owner = top === null ? node : (nextObjectAbove(snapshot, top) ?? node);
  return eventTargetAbove(snapshot, owner) ?? owner;
}

/** The first link of the chain that ends at `node`: the same classes and fields, again and again, up to it. */
function topOfChain(snapshot: HeapSnapshot, node: number): number | null {
  const start = rungsFrom(snapshot, node, longestPeriod * fewestRepeats);
  const period = periodOf(start);
  if (period === 0) return null;
  const recent = start.slice(period * (fewestRepeats - 1), period * fewestRepeats);
  let top = recent[period - 1]!;
  let next = rungAbove(snapshot, top.node);
  while (next !== null && isSameLink(next, recent[0]!)) {
    top = next;
    recent.push(next);
    recent.shift();
    next = rungAbove(snapshot, top.node);
  }
  return top.node;
}

/** After how many rungs classes and links repeat, or 0 where they do not. */
function periodOf(rungs: readonly Rung[]): number {
  for (let period = 1; period <= longestPeriod; period += 1) {
    const repeated = rungs.slice(0, period * fewestRepeats);
    const isChain = repeated.every((rung, place) => rung.link !== null && isSameLink(rung, repeated[place % period]!));
    if (repeated.length === period * fewestRepeats && isChain) return period;
  }
  return 0;
}

function isSameLink(a: Rung, b: Rung): boolean {
  return a.link !== null && a.link === b.link && a.className === b.className;
}

function rungsFrom(snapshot: HeapSnapshot, node: number, count: number): Rung[] {
  const rungs: Rung[] = [];
  for (let rung = rungAt(snapshot, node); rung && rungs.length < count; rung = rungAbove(snapshot, rung.node)) {
    rungs.push(rung);
  }
  return rungs;
}

function rungAbove(snapshot: HeapSnapshot, node: number): Rung | null {
  const above = nextObjectAbove(snapshot, node);
  return above === null ? null : rungAt(snapshot, above);
}

function rungAt(snapshot: HeapSnapshot, node: number): Rung | null {
  const edge = edgeFromObjectAbove(snapshot, node);
  if (edge === null) return null;
  return { node, className: classNameOf(snapshot, node as Ordinal), link: linkName(snapshot, edge) };
}

const storageEdges = new Set<string | number>(['table', 'elements', 'properties']);

function linkName(snapshot: HeapSnapshot, edge: EdgeIndex): string | null {
  const type = snapshot.edgeTypeName(edge);
  const name = snapshot.edgeName(edge);
  const isField = type === 'property' || type === 'context';
  const isSlot = type === 'internal' && !storageEdges.has(name) && !/^\d/.test(String(name));
  return isField || isSlot ? `${type} ${name}` : null;
}

/** Climbs through storage to the next object, function or scope; null at the roots. */
export function nextObjectAbove(snapshot: HeapSnapshot, node: number): number | null {
  const { parent } = preferredTreeOf(snapshot);
  const roles = nodeRoles(snapshot);
  let above = parent[node]!;
  while (above !== none && roles[above]! < role.object) above = parent[above]!;
  return above === none ? null : above;
}

/** The edge that leaves the next object above on the way to `node`. */
export function edgeFromObjectAbove(snapshot: HeapSnapshot, node: number): EdgeIndex | null {
  const { parent, parentEdge } = preferredTreeOf(snapshot);
  const roles = nodeRoles(snapshot);
  let below = node;
  while (parent[below] !== none && roles[parent[below]!]! < role.object) below = parent[below]!;
  return parent[below] === none ? null : (parentEdge[below] as EdgeIndex);
}

const stepsInsideEventTarget = 3;

/**
 * Node keeps the listeners of an EventTarget, such as an AbortSignal, in private lists behind a symbol.
 * https://github.com/nodejs/node/blob/main/lib/internal/event_target.js
 */
function eventTargetAbove(snapshot: HeapSnapshot, node: number): number | null {
  let below = node;
  for (let step = 0; step < stepsInsideEventTarget; step += 1) {
    const edge = edgeFromObjectAbove(snapshot, below);
    const above = nextObjectAbove(snapshot, below);
    if (edge === null || above === null) return null;
    if (snapshot.edgeName(edge) === '<symbol kEvents>') return above;
    below = above;
  }
  return null;
}
