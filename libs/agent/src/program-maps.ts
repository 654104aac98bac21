import type { Frame } from './protocol.ts';

type PrepareStackTrace = (error: Error, sites: readonly unknown[]) => unknown;

/**
 * A frame by the source maps that the program itself applies: test runners and `source-map-support` compile in memory and keep
 * the maps to themselves, but write each stack through `Error.prepareStackTrace`. Null where they leave it as it is.
 */
export function mapByProgram(frame: Frame): Pick<Frame, 'file' | 'line' | 'column'> | null {
  const { prepareStackTrace } = Error as unknown as { prepareStackTrace?: PrepareStackTrace };
  if (typeof prepareStackTrace !== 'function') return null;
  const position = positionIn(written(prepareStackTrace, frame));
  if (!position || (position.line === frame.line && position.column === frame.column)) return null;
  return position;
}

function written(prepareStackTrace: PrepareStackTrace, frame: Frame): string {
  try {
    return String(prepareStackTrace(new Error('position'), [new WrittenSite(frame)]));
  } catch {
    return '';
  }
}

function positionIn(stack: string): { file: string; line: number; column: number } | null {
  const [, file, line, column] = /(?:\(|at )(?:file:\/\/)?([^()\n]+):(\d+):(\d+)\)?\s*$/.exec(stack) ?? [];
  return file === undefined ? null : { file, line: Number(line), column: Number(column) };
}

/** A call site as V8 hands them out, for one frame. Its methods are on the prototype, where they are looked for. */
class WrittenSite {
  readonly #frame: Frame;
  constructor(frame: Frame) {
    this.#frame = frame;
  }
  getFileName(): string {
    return this.#frame.file;
  }
  getScriptNameOrSourceURL(): string {
    return this.#frame.file;
  }
  getLineNumber(): number {
    return this.#frame.line;
  }
  getColumnNumber(): number {
    return this.#frame.column;
  }
  getFunctionName(): string {
    return 'site';
  }
  getMethodName(): null {
    return null;
  }
  getTypeName(): null {
    return null;
  }
  getThis(): undefined {
    return undefined;
  }
  getFunction(): undefined {
    return undefined;
  }
  getEvalOrigin(): undefined {
    return undefined;
  }
  getPromiseIndex(): null {
    return null;
  }
  isNative(): boolean {
    return false;
  }
  isToplevel(): boolean {
    return true;
  }
  isConstructor(): boolean {
    return false;
  }
  isEval(): boolean {
    return false;
  }
  isAsync(): boolean {
    return false;
  }
  isPromiseAll(): boolean {
    return false;
  }
  toString(): string {
    return `site (${this.getFileName()}:${this.getLineNumber()}:${this.getColumnNumber()})`;
  }
}
