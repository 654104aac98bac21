import type { EdgeIndex, Ordinal, PathStep } from '@watertight/heap-snapshot';
import {
  growingSinks,
  kindOfGrowingSink,
  nameOfGrowingSink,
  nameOfSink,
  pathBetween,
  scriptsOnPath,
  type GrowingSink,
  type HeapSnapshot,
} from '@watertight/heap-snapshot';
import { pathToSink, tellingPath, type TellingPath } from './telling-path.ts';

/** A place where objects pile up or are held too long, before its line is known. */
export interface Suspect {
  readonly heapObjectId: number;
  readonly kind: string;
  readonly name: string;
  /** The variable or field by which the innermost holder is reached: what is declared somewhere. */
  readonly declaredName: string | null;
  /** Objects on the way from the root to the sink, innermost first, by which an insertion may also go. */
  readonly owners: readonly { readonly heapObjectId: number; readonly fields: readonly string[] }[];
  /** Own properties of the sink whose assignment would be the insertion. */
  readonly fields: readonly string[];
  readonly objectsPerRequest: number;
  readonly bytesPerRequest: number;
  readonly entriesPerRequest: number;
  readonly constructor: string | null;
  readonly retainingPath: TellingPath;
  readonly scripts: readonly string[];
  /** Whether what piles up refers back to the owner of the sink. */
  readonly cyclic: boolean;
  readonly holdsRequest: boolean;
}

const fewestFollowed = 12;
// One or two may be a date that is written once a second; so may a few bytes.
const fewestNewObjects = 4;
const fewestNewBytes = 256;
const bytesPerNumber = 8;

/** Requests between two snapshots, in turn over so many routes: one of them alone may leak. */
export interface LoadBetween {
  readonly requests: number;
  readonly routes: number;
  /** The fewest new objects that make a suspect; a quarter of the requests to one route, and a few at least, where it is not given. */
  readonly minNewObjects?: number;
}

/** What grew between two snapshots, the largest first; each is worth a look, but each takes time. */
export interface GrowingSuspects {
  readonly suspects: readonly Suspect[];
  /** How many more grew, less than those. */
  readonly notFollowed: number;
}

/** What grew between two snapshots: as many suspects as there are routes, and a dozen at least. */
export function growingSuspects(
  before: HeapSnapshot,
  after: HeapSnapshot,
  { requests, routes, minNewObjects = fewestOf(requests / routes) }: LoadBetween,
): GrowingSuspects {
  const minNewBytes = Math.max(fewestNewBytes, minNewObjects * bytesPerNumber);
  const sinks = dropMinor(growingSinks(before, after, { minNewObjects, minNewBytes }), routes);
  const followed = sinks.slice(0, Math.max(fewestFollowed, routes));
  return {
    suspects: followed.map((sink) => toSuspect(after, sink, requests)),
    notFollowed: sinks.length - followed.length,
  };
}

const fewestOf = (turns: number) => Math.max(1, Math.ceil(turns / 4), Math.min(fewestNewObjects, Math.floor(turns)));

// A leak drags small change along (a free list, a statistics array): not worth a report of its own. But a small leak beside a
// large one is, and of many routes each may have a leak of its own.
const shareOfMinor = 100;

function dropMinor(sinks: readonly GrowingSink[], routes: number): GrowingSink[] {
  const grown = (sink: GrowingSink) => sink.newBytes + sink.backingGrowthBytes;
  const largest = Math.max(0, ...sinks.map(grown));
  return sinks.filter((sink) => grown(sink) >= largest / (shareOfMinor * Math.sqrt(routes)));
}

function toSuspect(snapshot: HeapSnapshot, sink: GrowingSink, requests: number): Suspect {
  const steps = pathToSink(snapshot, sink.ordinal);
  const toEntry = pathToEntry(snapshot, sink);
  const { variable, fields } = nameOfSink(steps);
  const { via } = sink;
  return {
    heapObjectId: sink.id,
    kind: kindOfGrowingSink(sink),
    name: nameOfGrowingSink(sink, steps),
    declaredName: via?.name ?? fields.at(-1) ?? variable ?? null,
    owners: ownersOn(steps),
    fields: insertedInto(snapshot, sink),
    objectsPerRequest: sink.newObjects / requests,
    bytesPerRequest: (sink.newBytes + sink.backingGrowthBytes) / requests,
    entriesPerRequest: Math.max(sink.edgesAfter - sink.edgesBefore, sink.entryClass?.count ?? 0, 1) / requests,
    constructor: sink.entryClass?.name ?? null,
    retainingPath: tellingPath(snapshot, steps, toEntry),
    scripts: scriptsOnPath(snapshot, steps).map(({ name }) => name),
    cyclic: sink.sampleEntryOrdinal !== null && refersBack(snapshot, sink.sampleEntryOrdinal, steps),
    holdsRequest: false,
  };
}

/** From a sink to one of the objects that pile up in it. The key of an entry is a user's data: it is left out. */
function pathToEntry(snapshot: HeapSnapshot, sink: GrowingSink): PathStep[] {
  if (sink.sampleEntryOrdinal === null) return [];
  const [first, ...others] = pathBetween(snapshot, sink.ordinal, sink.sampleEntryOrdinal);
  if (!first) return [];
  const isKeyed = sink.kind === 'Object' && !sink.via && first.edge.type === 'property';
  return [isKeyed ? { ...first, edge: { type: 'internal', name: '[…]' } } : first, ...others];
}

const mostOwners = 6;

// The path's own objects, innermost first, each with the field that leads on.
export function ownersOn(steps: readonly PathStep[]): Suspect['owners'] {
  const owners: { heapObjectId: number; fields: string[] }[] = [];
  for (let i = steps.length - 1; i > 0 && owners.length < mostOwners; i -= 1) {
    const holder = steps[i - 1]!.node;
    if (holder.type !== 'object' && holder.type !== 'closure') continue;
    const { type, name } = steps[i]!.edge;
    owners.push({ heapObjectId: holder.id, fields: type === 'property' && typeof name === 'string' ? [name] : [] });
  }
  return owners;
}

// Whichever way round the snapshot goes: https://github.com/nodejs/node/blob/main/lib/internal/linkedlist.js appends here.
const newestTimer = '_idleNext';

function insertedInto(snapshot: HeapSnapshot, sink: GrowingSink): string[] {
  if (kindOfGrowingSink(sink) === 'TimersList') return [newestTimer];
  return sink.via?.type === 'property' ? [sink.via.name] : fieldsOf(snapshot, sink);
}

const mostFields = 12;

function fieldsOf(snapshot: HeapSnapshot, sink: GrowingSink): string[] {
  if (sink.kind !== 'Object' && sink.kind !== 'other') return [];
  const names = new Set<string>();
  for (const edge of edgesOf(snapshot, sink.ordinal)) {
    if (names.size > mostFields) return [];
    if (snapshot.edgeTypeName(edge) === 'property') names.add(String(snapshot.edgeName(edge)));
  }
  names.delete('__proto__');
  return [...names];
}

// One hop is a back reference such as `parent`: further ways lead from nearly everywhere to nearly everywhere.
function refersBack(snapshot: HeapSnapshot, entry: Ordinal, steps: readonly PathStep[]): boolean {
  const holders = new Set(steps.filter(({ node }) => node.type === 'object').map(({ node }) => node.ordinal));
  for (const edge of edgesOf(snapshot, entry)) {
    if (
      snapshot.edgeTypeName(edge) === 'property' &&
      snapshot.edgeName(edge) !== '__proto__' &&
      holders.has(snapshot.edgeTarget(edge))
    )
      return true;
  }
  return false;
}

function* edgesOf(snapshot: HeapSnapshot, ordinal: Ordinal): Iterable<EdgeIndex> {
  for (let edge: number = snapshot.firstEdge(ordinal); edge < snapshot.endEdge(ordinal); edge += 1)
    yield edge as EdgeIndex;
}
