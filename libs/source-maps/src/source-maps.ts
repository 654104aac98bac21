import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** A place in a file; line and column count from 1. */
export interface FilePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Positions in scripts as positions in their sources. Each script is read once, when it is first asked for. */
export class SourceMaps {
  readonly #maps = new Map<string, TraceMap | null>();

  /** Null where the script has no source map, or none for this position. */
  original(here: FilePosition): FilePosition | null {
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
