import type { EdgeIndex, NodeId, Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none, preferredTreeOf } from '../paths/preferred-tree.ts';
import { chargeNodes, type Charges } from './charges.ts';
import { counterpartsIn } from './counterparts.ts';
import { ClassTally, directlyHeldClasses, type GainedClass } from './held-classes.ts';
import { edgeFromObjectAbove, nextObjectAbove } from './list-owner.ts';
import { nodeRoles, role } from './node-roles.ts';
import { sinkKind, type SinkKind } from './sink-kind.ts';
import { gatherSpreadGrowth } from './spread-growth.ts';
import { tally, type Tallies } from './tallies.ts';

/** A long-lived object in which new objects, or bytes, pile up. All gains are net: what it lost meanwhile is taken off. */
export interface GrowingSink {
  readonly id: NodeId;
  /** In the later snapshot. */
  readonly ordinal: Ordinal;
  readonly className: string;
  readonly kind: SinkKind;
  readonly newObjects: number;
  /** Shallow sizes of the new objects. */
  readonly newBytes: number;
  /** What its tables, elements and buffers grew by. */
  readonly backingGrowthBytes: number;
  /** References of the object and of its storage, before and after. */
  readonly edgesBefore: number;
  readonly edgesAfter: number;
  /** The class that piles up; null where only storage grew, as with an array of numbers. */
  readonly entryClass: { readonly name: string; readonly count: number } | null;
  readonly sampleEntryOrdinal: Ordinal | null;
  /** The variable or field of the sink behind which nearly all of the growth lies; null where it lies in its entries. */
  readonly via: { readonly type: string; readonly name: string } | null;
}

export interface GrowingSinksOptions {
  /** The fewest new objects that make a sink; about half of the requests between the snapshots. */
  readonly minNewObjects?: number;
  /** The fewest bytes that make a sink of what gains fewer objects, such as a text; 8 for each of those objects where it is not given. */
  readonly minNewBytes?: number;
}

const defaultMinNewObjects = 50;
const bytesPerSlot = 8;

/**
 * The objects present in both snapshots that gained the most in between, the largest gain first.
 *
 * @example
 * import { growingSinks, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const worst = (before: HeapSnapshot, after: HeapSnapshot) => growingSinks(before, after, { minNewObjects: 250 })[0];
 */
export function growingSinks(
  before: HeapSnapshot,
  after: HeapSnapshot,
  options: GrowingSinksOptions = {},
): GrowingSink[] {
  const minNewObjects = options.minNewObjects ?? defaultMinNewObjects;
  const minNewBytes = options.minNewBytes ?? minNewObjects * bytesPerSlot;
  const comparison = compare(before, after);
  const { gains, charges } = comparison;
  const standsOut = (owner: number): boolean =>
    gains.objects[owner]! >= minNewObjects || gains.bytes[owner]! + gains.storageBytes[owner]! >= minNewBytes;
  gatherSpreadGrowth(after, charges, gains, standsOut);
  const found: number[] = [];
  for (let node = 0; node < after.nodeCount; node += 1) {
    const isOwner = charges.owner[node] === node;
    if (isOwner && (standsOut(node) || gains.held[node]! >= minNewObjects)) found.push(node);
  }
  return describe(before, after, comparison, found, minNewObjects).sort(
    (a, b) => totalBytes(b) - totalBytes(a) || b.newObjects - a.newObjects,
  );
}

function totalBytes(sink: GrowingSink): number {
  return sink.newBytes + sink.backingGrowthBytes;
}

interface Comparison {
  /** For each node of the later snapshot the same object in the earlier one, or `none`. */
  readonly counterpart: Uint32Array;
  readonly charges: Charges;
  /** Indexed by ordinals of the later snapshot. */
  readonly gains: Tallies;
}

function compare(before: HeapSnapshot, after: HeapSnapshot): Comparison {
  const counterpart = counterpartsIn(before, after);
  const charges = chargeNodes(after, counterpart);
  const gains = tally(after, charges, counterpart, before);
  const counterpartAfter = counterpartsIn(after, before);
  const losses = tally(before, chargeNodes(before, counterpartAfter), counterpartAfter, after);
  subtractLosses(gains, losses, counterpartAfter);
  return { counterpart, charges, gains };
}

function subtractLosses(gains: Tallies, losses: Tallies, counterpartAfter: Uint32Array): void {
  for (let node = 0; node < counterpartAfter.length; node += 1) {
    const survivor = counterpartAfter[node]!;
    if (survivor === none) continue;
    const owner = gains.redirect[survivor]!;
    gains.objects[owner]! -= losses.objects[node]!;
    gains.bytes[owner]! -= losses.bytes[node]!;
    gains.storageBytes[owner]! -= losses.storageBytes[node]!;
    gains.held[survivor]! -= losses.held[node]!;
  }
}

function describe(
  before: HeapSnapshot,
  after: HeapSnapshot,
  comparison: Comparison,
  sinks: readonly number[],
  minNewObjects: number,
): GrowingSink[] {
  const { counterpart, gains } = comparison;
  const isNew = (node: number): boolean => counterpart[node] === none;
  const charged = chargedTo(after, comparison, sinks);
  return sinks.map((node): GrowingSink => {
    const ordinal = node as Ordinal;
    const direct = directlyHeldClasses(after, isNew, node)[0] ?? null;
    const own = charged.get(node)!;
    const entry = direct && direct.count >= minNewObjects ? direct : (own.entryClass(minNewObjects) ?? direct);
    return {
      id: after.id(ordinal),
      ordinal,
      className: classNameOf(after, ordinal),
      kind: sinkKind(after, ordinal),
      newObjects: Math.max(0, gains.objects[node]!, gains.held[node]!),
      newBytes: Math.max(0, gains.bytes[node]!),
      backingGrowthBytes: Math.max(0, gains.storageBytes[node]!),
      edgesBefore: edgesWithStorage(before, counterpart[node]!),
      edgesAfter: edgesWithStorage(after, node),
      entryClass: entry && { name: entry.name, count: entry.count },
      sampleEntryOrdinal: sampleOf(entry),
      via: own.via(),
    };
  });
}

function sampleOf(entry: GainedClass | null): Ordinal | null {
  return entry === null ? null : entry.sampleOrdinal;
}

/** All that is charged to each of the sinks, by class and by the edge behind which it lies. */
function chargedTo(after: HeapSnapshot, comparison: Comparison, sinks: readonly number[]): Map<number, ChargedNodes> {
  const { charges, counterpart, gains } = comparison;
  const roles = nodeRoles(after);
  const { order } = preferredTreeOf(after);
  const charged = new Map(sinks.map((sink) => [sink, new ChargedNodes(after)]));
  for (const node of order) {
    if (counterpart[node] !== none || charges.owner[node] === none) continue;
    const owner = charges.owner[node]!;
    const sink = finalOwner(gains, owner);
    const edge = sink === owner ? charges.via[node]! : edgeTowards(after, sink, owner);
    charged.get(sink)?.add(node, edge, roles[node]! >= role.value);
  }
  return charged;
}

function finalOwner(gains: Tallies, owner: number): number {
  let answers = owner;
  while (gains.redirect[answers] !== answers) answers = gains.redirect[answers]!;
  return answers;
}

function edgeTowards(snapshot: HeapSnapshot, sink: number, owner: number): number {
  let below: number | null = owner;
  while (below !== null && nextObjectAbove(snapshot, below) !== sink) below = nextObjectAbove(snapshot, below);
  return below === null ? none : (edgeFromObjectAbove(snapshot, below) ?? none);
}

const mainShare = 0.9;

class ChargedNodes {
  readonly classes: ClassTally;
  readonly #snapshot: HeapSnapshot;
  readonly #bytesByEdge = new Map<number, number>();

  constructor(snapshot: HeapSnapshot) {
    this.#snapshot = snapshot;
    this.classes = new ClassTally(snapshot);
  }

  add(node: number, edge: number, isCounted: boolean): void {
    if (isCounted) this.classes.add(node);
    const bytes = this.#snapshot.columns.selfSizeBytes[node]!;
    this.#bytesByEdge.set(edge, (this.#bytesByEdge.get(edge) ?? 0) + bytes);
  }

  /** The one variable or field behind which nearly all bytes lie. */
  via(): GrowingSink['via'] {
    const edge = this.#mainEdge();
    if (edge === null) return null;
    const type = this.#snapshot.edgeTypeName(edge);
    const isField = type === 'property' || type === 'context';
    return isField ? { type, name: String(this.#snapshot.edgeName(edge)) } : null;
  }

  /** Of a list whose links hang on each other the class of its links, else the class that tells a person most. */
  entryClass(minNewObjects: number): GainedClass | undefined {
    const classes = this.classes.ranked();
    const edge = this.#mainEdge();
    const link = edge === null ? null : classNameOf(this.#snapshot, this.#snapshot.edgeTarget(edge));
    return classes.find(({ name, count }) => name === link && count >= minNewObjects) ?? classes[0];
  }

  #mainEdge(): EdgeIndex | null {
    const total = [...this.#bytesByEdge.values()].reduce((sum, bytes) => sum + bytes, 0);
    const main = [...this.#bytesByEdge].find(([, bytes]) => bytes >= total * mainShare);
    return !main || main[0] === none || total === 0 ? null : (main[0] as EdgeIndex);
  }
}

/** Edges of the object and of the tables and elements that are its alone. */
function edgesWithStorage(snapshot: HeapSnapshot, node: number): number {
  const { firstEdge, edgeTarget } = snapshot.columns;
  const { parent } = preferredTreeOf(snapshot);
  const roles = nodeRoles(snapshot);
  let count = firstEdge[node + 1]! - firstEdge[node]!;
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
    const target = edgeTarget[edge]!;
    if (roles[target] !== role.storage || parent[target] !== node) continue;
    count += firstEdge[target + 1]! - firstEdge[target]!;
  }
  return count;
}
