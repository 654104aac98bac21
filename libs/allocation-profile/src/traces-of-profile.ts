import { objectsOfSample } from './object-count.ts';
import type { AllocationFrame, AllocationTrace } from './traces.ts';

/** A function as V8's profiles name it; line and column count from 0. */
export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface SamplingHeapProfileNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly id: number;
  readonly children: readonly SamplingHeapProfileNode[];
}

/** What `HeapProfiler.getSamplingProfile` answers. */
export interface SamplingHeapProfile {
  readonly head: SamplingHeapProfileNode;
  readonly samples: readonly { readonly size: number; readonly nodeId: number }[];
}

/** Where a call frame lies in the author's source. */
export interface Located {
  readonly frame: AllocationFrame;
  /** The function that encloses it, by any name that is the same for all frames of that function. */
  readonly enclosing: string;
}

/** Null for what has no place of its own: it belongs to its caller then. */
export type Locate = (callFrame: CallFrame) => Located | null;

/** The traces of a sampling heap profile; equal ones are one. */
export function tracesOfProfile(
  profile: SamplingHeapProfile,
  intervalBytes: number,
  locate: Locate,
): AllocationTrace[] {
  const sizesByNode = new Map<number, number[]>();
  for (const { size, nodeId } of profile.samples) {
    const sizes = sizesByNode.get(nodeId);
    if (sizes) sizes.push(size);
    else sizesByNode.set(nodeId, [size]);
  }
  const countBySize = new Map<number, number>();
  const objects = (size: number) => {
    const known = countBySize.get(size) ?? objectsOfSample(size, intervalBytes);
    countBySize.set(size, known);
    return known;
  };
  const traces: AllocationTrace[] = [];
  for (const { node, frames } of stacksOf(profile.head, locate)) {
    const sizes = sizesByNode.get(node.id);
    if (!sizes) continue;
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const count = sizes.reduce((sum, size) => sum + objects(size), 0);
    traces.push({ frames: frames.length > 0 ? frames : [outsideOfJavaScript(node.callFrame)], bytes, count });
  }
  return mergeEqual(traces);
}

interface Stack {
  readonly node: SamplingHeapProfileNode;
  /** Outermost first. */
  readonly path: readonly Located[];
}

// Profiles are as deep as the program's recursion: no recursion of our own.
function* stacksOf(
  head: SamplingHeapProfileNode,
  locate: Locate,
): Iterable<{ node: SamplingHeapProfileNode; frames: AllocationFrame[] }> {
  const waiting: Stack[] = [{ node: head, path: [] }];
  for (let stack = waiting.pop(); stack; stack = waiting.pop()) {
    const path = extend(stack.path, locate(stack.node.callFrame));
    yield { node: stack.node, frames: path.map(({ frame }) => frame).reverse() };
    for (const node of stack.node.children) waiting.push({ node, path });
  }
}

// A line of a function runs in a frame of its own, called by that function: together they are one call.
function extend(path: readonly Located[], located: Located | null): readonly Located[] {
  if (!located) return path;
  const refines = located.frame.precision === 'line' && path.at(-1)?.enclosing === located.enclosing;
  return [...(refines ? path.slice(0, -1) : path), located];
}

function outsideOfJavaScript({ functionName }: CallFrame): AllocationFrame {
  return { file: functionName || '(unknown)', line: 0, column: 0, function: functionName, precision: 'function' };
}

/** Traces with the same frames are added up. */
export function mergeEqual(traces: readonly AllocationTrace[]): AllocationTrace[] {
  const merged = new Map<string, AllocationTrace>();
  for (const trace of traces) {
    const key = trace.frames.map(frameKey).join('\n');
    const known = merged.get(key);
    const bytes = trace.bytes + (known?.bytes ?? 0);
    merged.set(key, { frames: trace.frames, bytes, count: trace.count + (known?.count ?? 0) });
  }
  return [...merged.values()];
}

function frameKey({ file, line, column, function: name, precision }: AllocationFrame): string {
  return `${file}:${line}:${column}:${name}:${precision}`;
}
