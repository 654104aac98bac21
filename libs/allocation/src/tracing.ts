import {
  AllocationError,
  AllocationSnapshot,
  defaultIntervalBytes,
  tracesOfProfile,
  type AllocationTrace,
  type SamplingHeapProfile,
} from '@watertight/allocation-profile';
import { keepFrames } from './engine.ts';
import { HeapProfilerSession } from './inspector.ts';
import { fileOf } from './lines/framed-scripts.ts';
import { receiveFramed } from './lines/trace-lines.ts';
import { Locator } from './locator.ts';
import { Peak } from './peak.ts';

export interface TracingOptions {
  /** Bytes between two samples on average; fewer tell more and cost more. */
  readonly intervalBytes?: number;
  /** See every single allocation: sizes and counts are exact, and the program is many times slower. For small heaps. */
  readonly exact?: boolean;
  /** Calls to keep of each stack, innermost first. */
  readonly frames?: number;
  /** Count also what the collector has freed since: what makes it work, instead of what stays. */
  readonly includeCollected?: boolean;
  /** Files are named relative to it; the working directory unless told. */
  readonly root?: string;
}

interface Tracing {
  readonly session: HeapProfilerSession;
  readonly intervalBytes: number;
  readonly frames: number;
  readonly parameters: object;
  readonly locator: Locator;
  readonly peak: Peak;
}

let tracing: Tracing | undefined;

/**
 * Begins to trace allocations of this thread. It collects the heap once.
 *
 * @throws {AllocationError} where it traces already
 * @example
 * import { formatStatistic, start, takeSnapshot } from '@watertight/allocation';
 *
 * start();
 * const before = takeSnapshot();
 * // ... the work
 * for (const row of takeSnapshot().compareTo(before, 'line').slice(0, 10)) console.log(formatStatistic(row));
 */
export function start(options: TracingOptions = {}): void {
  if (tracing)
    throw new AllocationError('ALREADY_TRACING', 'allocations are traced already; stop before starting anew');
  const { exact = false, includeCollected = false, frames = 64 } = options;
  if (exact) keepFrames();
  const intervalBytes = exact ? 1 : (options.intervalBytes ?? defaultIntervalBytes);
  const parameters = {
    samplingInterval: intervalBytes,
    includeObjectsCollectedByMajorGC: includeCollected,
    includeObjectsCollectedByMinorGC: includeCollected,
  };
  const session = new HeapProfilerSession();
  session.post('HeapProfiler.startSampling', parameters);
  // Reading collects the heap, so that the peak is measured from what was alive before.
  session.post('HeapProfiler.getSamplingProfile');
  const locator = new Locator(options.root ?? process.cwd());
  tracing = { session, intervalBytes, frames, parameters, locator, peak: new Peak() };
}

/** Ends tracing and forgets what was traced; nothing where nothing is. */
export function stop(): void {
  if (!tracing) return;
  const { session, peak } = tracing;
  tracing = undefined;
  session.post('HeapProfiler.stopSampling');
  session.close();
  peak.close();
}

/** Forgets what was traced so far and traces on. */
export function clearTraces(): void {
  const { session, parameters, peak } = traced();
  session.post('HeapProfiler.stopSampling');
  session.post('HeapProfiler.startSampling', parameters);
  peak.reset();
}

export function isTracking(): boolean {
  return tracing !== undefined;
}

/**
 * What was allocated since `start` and is still alive. It collects the heap.
 *
 * @throws {AllocationError} where nothing is traced
 */
export function takeSnapshot(): AllocationSnapshot {
  const { session, intervalBytes, frames, locator, peak } = traced();
  const { profile } = session.post<{ profile: SamplingHeapProfile }>('HeapProfiler.getSamplingProfile');
  receiveFramed();
  const traces = tracesOfProfile(withoutTracing(profile), intervalBytes, locator.locate);
  const snapshot = new AllocationSnapshot({ traces: traces.map((trace) => cut(trace, frames)), intervalBytes });
  peak.note(snapshot.totalBytes);
  return snapshot;
}

/** What is alive of what was allocated since `start`, and the most that ever was when the whole heap was collected. */
export function getTracedMemory(): { readonly currentBytes: number; readonly peakBytes: number } {
  const { session, peak } = traced();
  const { profile } = session.post<{ profile: SamplingHeapProfile }>('HeapProfiler.getSamplingProfile');
  const currentBytes = withoutTracing(profile).samples.reduce((sum, { size }) => sum + size, 0);
  peak.note(currentBytes);
  return { currentBytes, peakBytes: Math.round(peak.bytes) };
}

/** The peak is from now on that of what follows. */
export function resetPeak(): void {
  const { peak } = traced();
  peak.reset();
}

function traced(): Tracing {
  if (!tracing) throw new AllocationError('NOT_TRACING', 'no allocations are traced; call start first');
  return tracing;
}

function cut(trace: AllocationTrace, frames: number): AllocationTrace {
  return trace.frames.length <= frames ? trace : { ...trace, frames: trace.frames.slice(0, frames) };
}

const ownFile = fileOf(import.meta.url);

// Snapshots that are kept are on the heap too: all that they consist of is made within the functions of this file.
function withoutTracing(profile: SamplingHeapProfile): SamplingHeapProfile {
  const dropped = new Set<number>();
  const waiting = [{ node: profile.head, isOurs: false }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const isOurs = next.isOurs || fileOf(next.node.callFrame.url) === ownFile;
    if (isOurs) dropped.add(next.node.id);
    for (const node of next.node.children) waiting.push({ node, isOurs });
  }
  return { head: profile.head, samples: profile.samples.filter(({ nodeId }) => !dropped.has(nodeId)) };
}
