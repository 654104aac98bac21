import { AllocationError } from './allocation-error.ts';
import { AllocationSnapshot } from './allocation-snapshot.ts';
import type { AllocationFrame } from './traces.ts';

interface Dump {
  readonly kind: 'watertight-allocations';
  readonly version: 1;
  readonly intervalBytes: number;
  readonly frames: readonly AllocationFrame[];
  /** Each with the positions of its frames in `frames`. */
  readonly traces: readonly { readonly frames: readonly number[]; readonly bytes: number; readonly count: number }[];
}

/** A snapshot as text, each frame written once. */
export function serializeSnapshot({ traces, intervalBytes }: AllocationSnapshot): string {
  const frames: AllocationFrame[] = [];
  const positions = new Map<string, number>();
  const positionOf = (frame: AllocationFrame) => {
    const key = JSON.stringify([frame.file, frame.line, frame.column, frame.function, frame.precision]);
    const known = positions.get(key) ?? frames.push(frame) - 1;
    positions.set(key, known);
    return known;
  };
  const compact = traces.map((trace) => ({ ...trace, frames: trace.frames.map(positionOf) }));
  const dump: Dump = { kind: 'watertight-allocations', version: 1, intervalBytes, frames, traces: compact };
  return JSON.stringify(dump);
}

/** @throws {AllocationError} where the text is no snapshot of this version */
export function parseSnapshot(text: string): AllocationSnapshot {
  const dump = readDump(text);
  const traces = dump.traces.map((trace) => ({ ...trace, frames: trace.frames.map((at) => dump.frames[at]!) }));
  return new AllocationSnapshot({ traces, intervalBytes: dump.intervalBytes });
}

function readDump(text: string): Dump {
  let dump: unknown;
  try {
    dump = JSON.parse(text);
  } catch (cause) {
    throw new AllocationError('DUMP_INVALID', 'expected a dump of an allocation snapshot, got no JSON; dump it again', {
      cause,
    });
  }
  if (!isDump(dump)) {
    throw new AllocationError('DUMP_INVALID', 'expected a dump of an allocation snapshot of version 1, got other JSON');
  }
  return dump;
}

function isDump(value: unknown): value is Dump {
  const dump = value as Partial<Dump> | null;
  if (dump?.kind !== 'watertight-allocations' || dump.version !== 1) return false;
  const { frames, traces, intervalBytes } = dump;
  if (typeof intervalBytes !== 'number' || !Array.isArray(frames) || !Array.isArray(traces)) return false;
  return frames.every(isFrame) && traces.every((trace) => isTrace(trace, frames.length));
}

function isFrame(value: unknown): boolean {
  const frame = value as Partial<AllocationFrame> | null;
  return (
    typeof frame?.file === 'string' &&
    typeof frame.function === 'string' &&
    typeof frame.line === 'number' &&
    typeof frame.column === 'number' &&
    (frame.precision === 'line' || frame.precision === 'function')
  );
}

function isTrace(value: unknown, frameCount: number): boolean {
  const trace = value as Partial<Dump['traces'][number]> | null;
  return (
    typeof trace?.bytes === 'number' &&
    typeof trace.count === 'number' &&
    Array.isArray(trace.frames) &&
    trace.frames.every((at) => Number.isInteger(at) && at >= 0 && at < frameCount)
  );
}
