import { unnamedVariable } from '@watertight/heap-snapshot';
import {
  leakSignature,
  type Insertion,
  type Leak,
  type Signal,
  type SignalName,
  type Sink,
} from '@watertight/evidence';
import { declarationIn, declaredAt, declaredIn } from './declaration-place.ts';
import type { Suspect } from './localise.ts';
import type { OpenedResource } from './off-heap.ts';
import { firstNameAt, fromItsStart } from './insertion-start.ts';
import { packageOf } from './package-of.ts';
import { isUnbounded, type Pinpointed } from './pinpoint.ts';
import { ownershipOf, type SourcePositions } from './source-positions.ts';
import { originOfFile } from './telling-path.ts';

/** What grows on the heap and is not bounded, as leaks. */
export function toHeapLeaks(
  found: readonly Pinpointed[],
  signals: readonly Signal[],
  positions: SourcePositions,
): Leak[] {
  const growing = found.filter((one) => !one.suspect.holdsRequest && isUnbounded(one) && isOfTheProgram(one));
  const inserting = growing.filter(({ insertion }) => insertion !== null);
  const signal = tellingSignal(signals);
  const told = inserting.length > 0 ? mergeAlike(inserting) : explains(growing, signal) ? growing : [];
  // The slope over all rounds is the better measure of the whole; the two snapshots tell how it divides.
  const whole = told.reduce((sum, { suspect }) => sum + suspect.bytesPerRequest, 0);
  const isDivided = signal?.name === 'heap-after-gc' && told.length > 1;
  const slope = signal?.name === 'heap-after-gc' ? signal.slopePerRequest : whole;
  return told.map((one) => {
    const share = whole === 0 ? 0 : one.suspect.bytesPerRequest / whole;
    const growth = { bytesPerRequest: slope * share, ...(isDivided && { measuredTogether: slope }) };
    return toLeak(one, signal?.name ?? 'heap-after-gc', growth, positions);
  });
}

// Beside what was found to be bounded, a little of something else may have come and not gone.
const leastExplained = 0.25;

/** Whether what grows by no statement that was seen is enough of what was measured. */
function explains(growing: readonly Pinpointed[], signal: Signal | undefined): boolean {
  const bytes = growing.reduce((sum, { suspect }) => sum + suspect.bytesPerRequest, 0);
  return signal?.name !== 'heap-after-gc' || bytes >= leastExplained * signal.slopePerRequest;
}

/** One statement that fills several objects of one name, the sockets of a pool, say, is one leak: the largest stands for it. */
function mergeAlike(found: readonly Pinpointed[]): Pinpointed[] {
  const merged = new Map<string, Pinpointed>();
  for (const one of found) {
    const { file, line, column } = one.insertion!;
    const { kind, name, constructor } = one.suspect;
    const key = JSON.stringify([file, line, column, kind, name, constructor]);
    const known = merged.get(key);
    merged.set(key, known ? merge(known, one) : one);
  }
  return [...merged.values()];
}

function merge(one: Pinpointed, other: Pinpointed): Pinpointed {
  const { suspect } = one;
  return {
    ...one,
    routes: [...new Set([...one.routes, ...other.routes])],
    suspect: {
      ...suspect,
      bytesPerRequest: suspect.bytesPerRequest + other.suspect.bytesPerRequest,
      objectsPerRequest: suspect.objectsPerRequest + other.suspect.objectsPerRequest,
    },
  };
}

// Tables that only the runtime reaches grow a little with everything: nobody could do anything about them.
function isOfTheProgram({ suspect, insertion }: Pinpointed): boolean {
  return insertion !== null || suspect.scripts.some((script) => ownershipOf(script) !== 'runtime');
}

function tellingSignal(signals: readonly Signal[]): Signal | undefined {
  const names: readonly SignalName[] = ['heap-after-gc', 'survivors', 'external'];
  return names.flatMap((name) => signals.filter((signal) => signal.name === name && signal.verdict === 'leaking'))[0];
}

/**
 * Holders of requests that are over, as leaks: they were seen to take hold of a new one. What is held behind a sink that grows
 * piles up there, and is that leak.
 */
export function toWatchedLeaks(found: readonly Pinpointed[], positions: SourcePositions): Leak[] {
  const growing = new Set(
    found.filter((one) => !one.suspect.holdsRequest && isUnbounded(one)).map(({ suspect }) => suspect.heapObjectId),
  );
  const isBehindGrowth = ({ heapObjectId, owners }: Suspect) =>
    growing.has(heapObjectId) || owners.some((owner) => growing.has(owner.heapObjectId));
  return found
    .filter(({ suspect, insertion }) => suspect.holdsRequest && insertion !== null && !isBehindGrowth(suspect))
    .map((one) => toLeak(one, 'watched-objects', { bytesPerRequest: 0 }, positions));
}

interface Growth {
  readonly bytesPerRequest: number;
  /** What was measured for several leaks at once, of which this one is a part. */
  readonly measuredTogether?: number;
}

/** Sinks that only one in many requests adds to. */
export function toRareLeaks(found: readonly Pinpointed[], signal: SignalName, positions: SourcePositions): Leak[] {
  return found
    .filter(({ insertion }) => insertion !== null)
    .map((one) => toLeak(one, signal, { bytesPerRequest: 0 }, positions));
}

function toLeak(
  one: Pinpointed,
  signal: SignalName,
  { bytesPerRequest, measuredTogether }: Growth,
  positions: SourcePositions,
): Leak {
  const { suspect, insertion, insertingFile, routes } = one;
  const owner = insertingFile ?? suspect.scripts.find((script) => ownershipOf(script) !== 'runtime');
  return signed({
    cause: null,
    signal,
    retainedBytesPerRequest: Number(bytesPerRequest.toPrecision(4)),
    ...(measuredTogether !== undefined && { measuredTogetherBytesPerRequest: measuredTogether }),
    objectsPerRequest: Number(suspect.objectsPerRequest.toPrecision(3)),
    sink: sinkOf(one, positions),
    insertion: insertion && fromItsStart(insertion, positions),
    constructor: suspect.constructor,
    ...pathOf(suspect, positions),
    ...(suspect.cyclic && { cyclic: true }),
    allocationSites: [],
    package: owner ? packageOf(owner) : null,
    routes: [...routes],
  });
}

function pathOf(
  { retainingPath: { script, lines, origins } }: Suspect,
  positions: SourcePositions,
): Pick<Leak, 'retainingPath' | 'retainingPathOrigins'> {
  if (!script) return { retainingPath: [...lines], retainingPathOrigins: [...origins] };
  const { file } = positions.toPosition({ ...script, function: null });
  return { retainingPath: [file, ...lines], retainingPathOrigins: [originOfFile(script.file), ...origins] };
}

function sinkOf(one: Pinpointed, positions: SourcePositions): Sink {
  const { suspect, insertion, insertingFile } = one;
  const sink = { kind: suspect.kind, name: suspect.name };
  if (suspect.name.startsWith(unnamedVariable)) return namedInSource(sink, insertion, positions);
  if (!suspect.declaredName) return { ...sink, ...classOf(suspect, positions) };
  const kind = isField(suspect) ? 'field' : 'variable';
  const sources =
    insertion && insertingFile ? [positions.absolute(insertion.file), ...suspect.scripts] : suspect.scripts;
  return { ...sink, ...declaredIn(sources, suspect.declaredName, kind, positions) };
}

/** The heap does not know the name of a variable of a block: the statement that inserts does. */
function namedInSource(sink: Sink, insertion: Insertion | null, positions: SourcePositions): Sink {
  const variable = insertion && firstNameAt(insertion, positions);
  const place = variable && declarationIn(positions.absolute(insertion.file), variable, 'variable');
  if (!place) return sink;
  return { ...sink, name: sink.name.replace(unnamedVariable, variable), ...declaredAt(place, positions) };
}

// An object that no variable leads to is named for its class.
function classOf({ scripts, retainingPath: { script } }: Suspect, positions: SourcePositions) {
  return scripts.length === 0 && script ? declaredAt(script, positions) : {};
}

// Of listeners the variable of their emitter is declared, and of an emitter in a collection that of the collection.
const isField = ({ name, declaredName }: Suspect) => name.replace(/(\[…\])?\.on\(.*$/, '') !== declaredName;

/** Descriptors and handles that nobody closes, as leaks. */
export function toResourceLeaks(opened: readonly OpenedResource[], positions: SourcePositions): Leak[] {
  return opened.map((one) => resourceLeak(one, positions, 'descriptors', 0));
}

/** Handles that the runtime keeps alive until they are closed, no object of the program holds them: what grows is their memory. */
export function toHandleLeaks(opened: readonly OpenedResource[], positions: SourcePositions, grows: Signal): Leak[] {
  // Some are made now and then by the runtime itself.
  const made = opened.filter(({ type, routes }) => type !== 'file' && routes.length > 0);
  const bytes = grows.unit === 'bytes' ? grows.slopePerRequest : 0;
  return made.map((one) => resourceLeak(one, positions, grows.name, bytes * one.insertion.share));
}

const classOfHandle: Readonly<Record<string, string>> = {
  file: 'file descriptor',
  fseventwrap: 'FSWatcher',
  messageport: 'MessagePort',
  pipewrap: 'Socket of a pipe',
  processwrap: 'ChildProcess',
  statwatcher: 'StatWatcher',
  tcpwrap: 'Socket',
  tlswrap: 'TLSSocket',
  udpwrap: 'UDP Socket',
  worker: 'Worker',
  zlib: 'Zlib',
};

function resourceLeak(
  { type, perRequest, insertion, openingFile, routes }: OpenedResource,
  positions: SourcePositions,
  signal: SignalName,
  retainedBytesPerRequest: number,
): Leak {
  const name = classOfHandle[type] ?? type;
  return signed({
    cause: null,
    signal,
    retainedBytesPerRequest: Number(retainedBytesPerRequest.toPrecision(4)),
    objectsPerRequest: Number(perRequest.toPrecision(3)),
    sink: signal === 'descriptors' ? { kind: 'descriptor', name: type } : { kind: 'handle', name },
    insertion: fromItsStart(insertion, positions),
    constructor: name,
    retainingPath: [],
    allocationSites: [],
    package: packageOf(openingFile),
    routes: [...routes],
  });
}

function signed(leak: Omit<Leak, 'signature'>): Leak {
  return { signature: leakSignature(leak), ...leak };
}
