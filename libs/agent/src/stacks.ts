import { moduleBuiltin } from './module-builtin.ts';
import { mapByProgram } from './program-maps.ts';
import { fileURLToPath } from 'node:url';
import type { Frame, TappedStack } from './protocol.ts';

const deepest = 40;
const kept = 16;

/** Counts equal call stacks. Source maps are applied once per distinct stack, not per call. */
export class StackCounter {
  readonly #stacks = new Map<string, { count: number; frames: readonly Frame[] }>();

  #uncaptured: number | null = null;

  /** Notes the stack of whoever called the function `above`. */
  note(above: (...args: never[]) => unknown): void {
    if (this.#uncaptured === null) this.add(captureFrames(above));
    else this.#uncaptured += 1;
  }

  /** From now on counts calls, whoever makes them. */
  countOnly(): void {
    this.#uncaptured ??= 0;
  }

  add(frames: readonly Frame[]): void {
    const key = frames.map(({ file, line, column }) => `${file}:${line}:${column}`).join('\n');
    const known = this.#stacks.get(key);
    if (known) known.count += 1;
    else this.#stacks.set(key, { count: 1, frames: frames.map(applySourceMap) });
  }

  /** Most frequent first; last, without frames, what was only counted. */
  report(): TappedStack[] {
    const captured = [...this.#stacks.values()].sort((a, b) => b.count - a.count).slice(0, 20);
    return this.#uncaptured ? [...captured, { count: this.#uncaptured, frames: [] }] : captured;
  }
}

let isCapturing = false;

/**
 * The frames above the function `above`, without the runtime's and our own. None where a stack is being captured already: the
 * inspector may interrupt even that, and what it then does is not the program's.
 */
export function captureFrames(above: (...args: never[]) => unknown): Frame[] {
  if (isCapturing) return [];
  isCapturing = true;
  try {
    return framesAbove(above);
  } finally {
    isCapturing = false;
  }
}

function framesAbove(above: (...args: never[]) => unknown): Frame[] {
  const { stackTraceLimit } = Error;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was found, never called
  const { prepareStackTrace } = Error;
  const holder: { stack?: unknown } = {};
  Error.stackTraceLimit = deepest;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(holder, above);
  const sites = holder.stack as NodeJS.CallSite[];
  Error.stackTraceLimit = stackTraceLimit;
  if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
  else delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
  return sites.filter(isOfTheProgram).slice(0, kept).map(toFrame);
}

function isOfTheProgram(site: NodeJS.CallSite): boolean {
  const file = site.getFileName();
  return typeof file === 'string' && !file.startsWith('node:') && !file.startsWith(__dirname);
}

function toFrame(site: NodeJS.CallSite): Frame {
  return {
    file: toPath(site.getFileName() ?? ''),
    line: site.getLineNumber() ?? 1,
    column: site.getColumnNumber() ?? 1,
    function: site.getFunctionName() ?? site.getMethodName(),
    mapped: false,
  };
}

export function toPath(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file.replace(/[?#].*$/, '')) : file;
}

// Loaders such as tsx keep their maps in the runtime and nowhere on disk: what it knows is applied here,
// everything else where the files are read.
export function applySourceMap(frame: Frame): Frame {
  // What a dependency ships is what its users can open; the sources behind it are mostly not there.
  if (/[\\/]node_modules[\\/]/.test(frame.file)) return frame;
  const entry = moduleBuiltin()
    .findSourceMap(frame.file)
    ?.findEntry(frame.line - 1, frame.column - 1);
  if (!entry || !('originalSource' in entry) || !entry.originalSource) {
    const found = mapByProgram(frame);
    return found ? { ...frame, ...found, mapped: true } : frame;
  }
  return {
    ...frame,
    file: toPath(entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
    mapped: true,
  };
}
