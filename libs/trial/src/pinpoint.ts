import { readFileSync } from 'node:fs';
import type { Frame, TappedStack, TapReport, TapTarget } from '@watertight/agent';
import type { Insertion, Position } from '@watertight/evidence';
import { boundsOf, unbounded, type Bound } from './bounds.ts';
import { assignmentLines } from './declarations.ts';
import type { Suspect } from './localise.ts';
import { ownershipOf, type SourcePositions } from './source-positions.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

export interface Pinpointed extends Bound {
  readonly suspect: Suspect;
  readonly insertion: Insertion | null;
  /** The file, in the code that runs, that inserts. */
  readonly insertingFile: string | null;
  readonly routes: readonly string[];
}

/** Whether the sink grows on, and says nothing of a cap that it has yet to reach. */
export const isUnbounded = ({ bounded, unfilledCap }: Bound) => !bounded && unfilledCap === null;

const usualRequestsPerRoute = 53;
const tapWithinMs = 20_000;
const requestsOfSecondLook = 4 * usualRequestsPerRoute;

interface PinpointOptions {
  readonly requestsPerRoute?: number;
  /** Whether to load on until it is known which suspects come to rest. */
  readonly untilRest?: boolean;
  /** Whether the target's engine may compile meanwhile, which its memory shows later on. */
  readonly mayCompile?: boolean;
}

/** Taps the suspects while the load goes on, and learns which statement inserts into each of them. */
export async function pinpoint(
  target: Target,
  work: Work,
  suspects: readonly Suspect[],
  positions: SourcePositions,
  { requestsPerRoute = usualRequestsPerRoute, untilRest = true, mayCompile = false }: PinpointOptions = {},
): Promise<Pinpointed[]> {
  await target.ask('tap', { targets: tapTargets(suspects), withinMs: tapWithinMs });
  try {
    const byRoute = await sendTapped(target, work, requestsPerRoute);
    const isSilent = (suspect: Suspect) =>
      insertionsInto(suspect, reportsOf(byRoute), requestsOf(byRoute)).length === 0;
    // Some insert now and then only, whenever a pool opens a connection, say.
    if (suspects.some(isSilent)) byRoute.push(...(await sendTapped(target, work, requestsOfSecondLook)));
    const tapped = reportsOf(byRoute);
    const requests = requestsOf(byRoute);
    const found = suspects.map((suspect) => {
      const stacks = insertionsInto(suspect, tapped, requests);
      return { suspect, ...locate(suspect, stacks, positions), routes: routesOf(suspect, byRoute) };
    });
    if (mayCompile) await target.ask('compile', { allowed: true });
    const bounds = untilRest ? await boundsOf(target, work, found) : undefined;
    if (mayCompile) await target.ask('compile', { allowed: false });
    return found.map((one) => ({ ...one, ...(bounds?.get(one.suspect) ?? unbounded) }));
  } finally {
    await target.ask('untap', {});
  }
}

async function sendTapped(target: Target, work: Work, requestsPerRoute: number): Promise<TappedPart[]> {
  const byRoute: TappedPart[] = [];
  for (const part of work.parts) {
    const requests = await part.send(requestsPerRoute);
    byRoute.push({ name: part.name, requests, reports: await target.ask('tap-report', {}) });
  }
  return byRoute;
}

const reportsOf = (byRoute: readonly TappedPart[]) => byRoute.at(-1)?.reports ?? [];
const requestsOf = (byRoute: readonly TappedPart[]) => byRoute.reduce((sum, { requests }) => sum + requests, 0);

function tapTargets(suspects: readonly Suspect[]): TapTarget[] {
  const tappedById = new Map<number, { fields: string[]; events: string[] | undefined }>();
  const add = (id: number, fields: readonly string[], events?: readonly string[]) => {
    const known = tappedById.get(id);
    const all = known ? known.events && events && [...known.events, ...events] : events && [...events];
    tappedById.set(id, { fields: [...(known?.fields ?? []), ...fields], events: all });
  };
  // Finding an object walks the heap, and where that takes too long the agent stops: sinks come before owners.
  for (const { heapObjectId, fields } of suspects) add(heapObjectId, fields);
  for (const { owners } of suspects) {
    owners.forEach((owner, index) => add(owner.heapObjectId, owner.fields, eventsOf(owners, index)));
  }
  return [...tappedById].map(([heapObjectId, { fields, events }]) => ({
    heapObjectId,
    fields: [...new Set(fields)],
    ...(events && { events }),
  }));
}

/** An emitter keeps its listeners in `_events`, by the name of the event: other events are none of the sink's. */
function eventsOf(owners: Suspect['owners'], index: number): readonly string[] | undefined {
  return owners[index]!.fields.includes('_events') ? owners[index - 1]?.fields : undefined;
}

/** The stacks of the innermost tapped object that explains the growth: the sink itself, else an owner on its path. */
function insertionsInto(suspect: Suspect, reports: readonly TapReport[], requests: number): readonly TappedStack[] {
  const expected = requests * Math.min(1, suspect.entriesPerRequest);
  const enough = Math.max(1, expected / 4);
  for (const id of [suspect.heapObjectId, ...suspect.owners.map((owner) => owner.heapObjectId)]) {
    const stacks = reports.find((report) => report.heapObjectId === id)?.stacks ?? [];
    if (stacks.reduce((sum, { count }) => sum + count, 0) >= enough) return stacks;
  }
  return [];
}

function locate(suspect: Suspect, stacks: readonly TappedStack[], positions: SourcePositions) {
  const [top] = mergeByInsertion(stacks);
  if (top) {
    // Timers that repeat are put back by the runtime, without a statement of anybody.
    const total = stacks.reduce((sum, { count, frames }) => sum + (frames.length > 0 ? count : 0), 0);
    const caller = callerOf(top.frames, positions);
    const [first, ...above] = top.frames;
    const insertion: Insertion = {
      ...positions.toPosition(first!),
      share: Number((top.count / total).toFixed(3)),
      ...(caller && { caller }),
      ...(above.length > 0 && { callers: above.slice(0, mostCallers).map((frame) => positions.toPosition(frame)) }),
    };
    return { insertion, insertingFile: first!.file };
  }
  return assignedOnce(suspect, positions);
}

// The same statement reached on several ways is one insertion; the most frequent way stands for it.
function mergeByInsertion(stacks: readonly TappedStack[]): TappedStack[] {
  const merged = new Map<string, { count: number; frames: readonly Frame[] }>();
  for (const { count, frames } of stacks) {
    const [first] = frames;
    if (!first) continue;
    const key = placeOf(first);
    const known = merged.get(key);
    if (known) known.count += count;
    else merged.set(key, { count, frames });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}

const placeOf = (frame: Frame | undefined) => `${frame?.file}:${frame?.line}:${frame?.column}`;

const mostCallers = 8;

function callerOf(frames: readonly Frame[], positions: SourcePositions): Position | null {
  if (ownershipOf(frames[0]!.file) !== 'dependency') return null;
  const own = frames.find(({ file }) => ownershipOf(file) === 'own');
  return own ? positions.toPosition(own) : null;
}

/**
 * A variable of a closure cannot be tapped. But where one single statement of the script assigns to it, that
 * statement is the insertion.
 */
function assignedOnce(
  suspect: Suspect,
  positions: SourcePositions,
): { insertion: Insertion | null; insertingFile: string | null } {
  const nothing = { insertion: null, insertingFile: null };
  if (!suspect.declaredName) return nothing;
  for (const script of suspect.scripts) {
    if (ownershipOf(script) === 'runtime') continue;
    const text = readSource(script);
    const assignments = text === null ? [] : assignmentLines(text, suspect.declaredName);
    if (assignments.length !== 1) continue;
    const position = positions.toPosition({ file: script, ...assignments[0]!, function: null });
    return { insertion: { ...position, share: 1 }, insertingFile: script };
  }
  return nothing;
}

function readSource(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** What the taps had told when a part of the load was done. */
interface TappedPart {
  readonly name: string;
  readonly requests: number;
  readonly reports: readonly TapReport[];
}

function routesOf(suspect: Suspect, byRoute: readonly TappedPart[]): string[] {
  const [top] = mergeByInsertion(insertionsInto(suspect, byRoute.at(-1)?.reports ?? [], 0));
  const isTop = ({ frames: [first] }: TappedStack) => placeOf(first) === placeOf(top?.frames[0]);
  const routes = new Set<string>();
  let before = 0;
  for (const { name, requests, reports } of byRoute) {
    const enough = Math.max(1, (requests * Math.min(1, suspect.entriesPerRequest)) / 8);
    // Of the statement that was found: a list of timers gains those of everybody.
    const count = mergeByInsertion(insertionsInto(suspect, reports, 0)).find(isTop)?.count ?? 0;
    if (count - before >= enough) routes.add(name);
    before = count;
  }
  return [...routes];
}
