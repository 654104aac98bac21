import { readFileSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { applySourceMap } from '@watertight/agent';
import type { AllocationFrame, CallFrame, Located, Precision } from '@watertight/allocation-profile';
import { SourceMaps } from '@watertight/source-maps';
import type { ScriptPosition } from './lines/framed-source.ts';
import { fileOf, framedScript, isOwnFile } from './lines/framed-scripts.ts';
import { soleLines } from './lines/sole-lines.ts';

/** Finds where call frames lie in the author's source, and how exactly that is known. */
export class Locator {
  readonly #root: string;
  readonly #maps = new SourceMaps();
  readonly #soleLines = new Map<string, ReadonlyMap<string, ScriptPosition>>();
  readonly #known = new Map<string, Located>();

  /** @param root files are named relative to it */
  constructor(root: string) {
    this.#root = root;
  }

  /** Null for what is built into V8. */
  locate = (callFrame: CallFrame): Located | null => {
    if (callFrame.url === '') return null;
    const key = `${callFrame.url}:${callFrame.lineNumber}:${callFrame.columnNumber}`;
    const located = this.#known.get(key) ?? this.#find(callFrame);
    this.#known.set(key, located);
    return located;
  };

  #find({ url, functionName, lineNumber, columnNumber }: CallFrame): Located {
    const file = fileOf(url);
    const here = { line: lineNumber, column: columnNumber };
    const found = framedScript(file)?.at(here) ?? here;
    if ('functionAt' in found) {
      return this.#located(file, found.functionName, found.functionAt, found.at, 'line');
    }
    const sole = isOwnFile(file) ? this.#soleLine(file, found) : undefined;
    return this.#located(file, functionName, found, sole ?? found, sole ? 'line' : 'function');
  }

  #located(file: string, name: string, functionAt: ScriptPosition, at: ScriptPosition, precision: Precision): Located {
    const enclosing = `${file}:${functionAt.line}:${functionAt.column}`;
    return {
      enclosing,
      frame: this.#original({ file, line: at.line + 1, column: at.column + 1, function: name, precision }),
    };
  }

  #original(frame: AllocationFrame): AllocationFrame {
    const mapped = applySourceMap({ ...frame, mapped: false });
    const original = mapped.mapped || !isOwnFile(frame.file) ? mapped : (this.#maps.original(frame) ?? frame);
    return { ...frame, file: this.#relative(original.file), line: original.line, column: original.column };
  }

  #relative(file: string): string {
    if (!isAbsolute(file)) return file;
    const path = relative(this.#root, file);
    return path.startsWith('..') ? file : path.split(sep).join('/');
  }

  // What stands on the disk may be another text than what runs; a function then begins elsewhere in it, mostly.
  #soleLine(file: string, { line, column }: ScriptPosition): ScriptPosition | undefined {
    const lines = this.#soleLines.get(file) ?? soleLinesOfFile(file);
    this.#soleLines.set(file, lines);
    return lines.get(`${line}:${column}`);
  }
}

function soleLinesOfFile(file: string): Map<string, ScriptPosition> {
  try {
    const source = readFileSync(file, 'utf8');
    const asModule = soleLines(source, 'module');
    return asModule.size > 0 ? asModule : soleLines(source, 'commonjs');
  } catch {
    return new Map();
  }
}
