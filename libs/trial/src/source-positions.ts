import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from '@watertight/agent';
import type { Position } from '@watertight/evidence';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** Whose code it is: the target's own, a dependency's, or the runtime's. */
export type Ownership = 'own' | 'dependency' | 'runtime';

export function ownershipOf(file: string): Ownership {
  if (file.startsWith('node:') || !isAbsolute(file)) return 'runtime';
  return /[\\/]node_modules[\\/]/.test(file) ? 'dependency' : 'own';
}

/** Turns positions in the code that runs into positions in the author's source, relative to the target's root. */
export class SourcePositions {
  readonly #root: string;
  readonly #maps = new Map<string, TraceMap | null>();

  constructor(root: string) {
    this.#root = realpathSync(root);
  }

  toPosition(frame: Omit<Frame, 'mapped'> & { readonly mapped?: boolean }): Position {
    const here = { file: frame.file, line: frame.line, column: frame.column };
    const original = frame.mapped || ownershipOf(frame.file) === 'dependency' ? here : (this.#original(here) ?? here);
    const name = frame.function?.split('.').at(-1);
    return { ...original, file: this.relative(original.file), ...(name && { function: name }) };
  }

  relative(file: string): string {
    return isAbsolute(file) ? relative(this.#root, file).split(sep).join('/') : file;
  }

  absolute(file: string): string {
    return resolve(this.#root, file);
  }

  #original(here: {
    file: string;
    line: number;
    column: number;
  }): { file: string; line: number; column: number } | null {
    const map = this.#mapOf(here.file);
    if (!map) return null;
    const { source, line, column } = originalPositionFor(map, { line: here.line, column: here.column - 1 });
    if (source === null) return null;
    return { file: source.startsWith('file:') ? fileURLToPath(source) : source, line, column: column + 1 };
  }

  #mapOf(file: string): TraceMap | null {
    const known = this.#maps.get(file);
    if (known !== undefined) return known;
    const map = readSourceMap(file);
    this.#maps.set(file, map);
    return map;
  }
}

/** The source map that a script names in its last lines, inline or in a file beside it; null where there is none. */
function readSourceMap(file: string): TraceMap | null {
  try {
    const url = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, 'utf8'))?.[1];
    if (!url) return null;
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url);
    if (inline) {
      const text = inline[1] ? Buffer.from(inline[2]!, 'base64').toString('utf8') : decodeURIComponent(inline[2]!);
      return new TraceMap(text, file);
    }
    const mapFile = resolve(dirname(file), decodeURIComponent(url));
    return existsSync(mapFile) ? new TraceMap(readFileSync(mapFile, 'utf8'), mapFile) : null;
  } catch {
    // A map that cannot be read leaves the generated position, which is true as well.
    return null;
  }
}
