import { HeapSnapshotError, invalidAt, truncatedIn } from '../heap-snapshot-error.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import type { EdgeColumns } from './edge-columns.ts';
import type { NodeColumns } from './node-columns.ts';
import { NumberArrayReader, type RecordSink } from './number-array-reader.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';
import { SnapshotBuilder } from './snapshot-builder.ts';
import { readLayout, type SnapshotLayout } from './snapshot-layout.ts';
import { StringArrayReader } from './string-array-reader.ts';
import { TraceTreeReader } from './trace-tree-reader.ts';
import { SmallValueReader, ValueSkipper } from './value-skipper.ts';

type State = 'before-file' | 'first-key' | 'next-key' | 'key' | 'before-colon' | 'value' | 'after-value' | 'end';

const neededSections = ['snapshot', 'nodes', 'edges', 'strings'] as const;
const longestKeyBytes = 256;

export interface ParseOptions {
  /**
   * The size of the whole input. With it the numbers need not be moved while they are read, as the counts in the header
   * are believed where they fit into that many bytes: it saves memory, and changes no answer.
   */
  readonly sizeBytes?: number;
  /** Called after every chunk. */
  readonly onProgress?: (readBytes: number) => void;
}

/**
 * Reads a heap snapshot chunk by chunk, wherever the chunks are cut. What it keeps is numbers in typed arrays and the
 * strings' bytes: no section ever becomes one string, and no node or edge becomes an object. A chunk's bytes are copied
 * before `push` returns, so one buffer may serve for all chunks.
 *
 * @example
 * import { SnapshotParser, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * function read(chunks: Iterable<Uint8Array>): HeapSnapshot {
 *   const parser = new SnapshotParser();
 *   for (const chunk of chunks) parser.push(chunk);
 *   return parser.finish();
 * }
 */
export class SnapshotParser {
  readonly #options: ParseOptions;
  #state: State = 'before-file';
  #section = 'start';
  #key = '';
  #reader: SectionReader | null = null;
  #consumedBytes = 0;
  readonly #seen = new Set<string>();
  #layout: SnapshotLayout | null = null;
  #builder: SnapshotBuilder | null = null;
  #strings: StringArrayReader | null = null;
  #traceTree: TraceTreeReader | null = null;

  constructor(options: ParseOptions = {}) {
    this.#options = options;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'value') {
        const reader = this.#reader!;
        at = reader.read(chunk, at, this.#consumedBytes);
        if (reader.done) this.#endSection(this.#consumedBytes + at);
      } else {
        this.#step(chunk[at]!, this.#consumedBytes + at);
        at += 1;
      }
    }
    this.#consumedBytes += chunk.length;
    this.#options.onProgress?.(this.#consumedBytes);
  }

  finish(): HeapSnapshot {
    const offsetBytes = this.#consumedBytes;
    if (this.#state !== 'end') throw truncatedIn(this.#section, offsetBytes);
    for (const section of neededSections) {
      if (this.#seen.has(section)) continue;
      const message = `not a heap snapshot: it has no section "${section}"`;
      throw new HeapSnapshotError('SNAPSHOT_INVALID', message, { section, offsetBytes });
    }
    return this.#builder!.finish(this.#strings!.table(), this.#traceTree?.rows() ?? null, offsetBytes);
  }

  #step(byte: number, offsetBytes: number): void {
    if (this.#state === 'key') return this.#readKey(byte, offsetBytes);
    if (isSpace(byte)) return;
    const mayEnd = this.#state === 'first-key' || this.#state === 'after-value';
    const mayHoldKey = this.#state === 'first-key' || this.#state === 'next-key';
    if (this.#state === 'before-file' && byte === ascii.openBrace) this.#state = 'first-key';
    else if (mayHoldKey && byte === ascii.quote) this.#beginKey();
    else if (this.#state === 'before-colon' && byte === ascii.colon) this.#beginSection(offsetBytes);
    else if (this.#state === 'after-value' && byte === ascii.comma) this.#state = 'next-key';
    else if (mayEnd && byte === ascii.closeBrace) this.#endFile();
    else throw invalidAt(this.#section, offsetBytes, `unexpected ${printed(byte)}`);
  }

  #endFile(): void {
    this.#section = 'end';
    this.#state = 'end';
  }

  #beginKey(): void {
    this.#key = '';
    this.#state = 'key';
  }

  #readKey(byte: number, offsetBytes: number): void {
    if (byte === ascii.quote) {
      this.#state = 'before-colon';
      return;
    }
    if (this.#key.length > longestKeyBytes) throw invalidAt(this.#section, offsetBytes, 'an endless key');
    this.#key += String.fromCharCode(byte);
  }

  #beginSection(offsetBytes: number): void {
    const section = this.#key;
    if (this.#seen.has(section)) throw invalidAt(section, offsetBytes, 'a second section of the same name');
    this.#seen.add(section);
    this.#section = section;
    this.#reader = this.#readerOf(section, offsetBytes);
    this.#state = 'value';
  }

  #readerOf(section: string, offsetBytes: number): SectionReader {
    switch (section) {
      case 'snapshot':
        return new SmallValueReader(section);
      case 'strings':
        return (this.#strings = new StringArrayReader(section));
      case 'nodes':
      case 'edges':
      case 'locations':
      case 'trace_function_infos':
      case 'trace_tree':
        return this.#readerOfNumbers(section, offsetBytes);
      default:
        return new ValueSkipper(section);
    }
  }

  #readerOfNumbers(section: string, offsetBytes: number): SectionReader {
    const layout = this.#layout;
    const builder = this.#builder;
    if (!layout || !builder) throw invalidAt(section, offsetBytes, 'no section "snapshot" before it');
    const reader = (fieldCount: number, sink: RecordSink, mayBeNegative = false): SectionReader =>
      new NumberArrayReader({ section, fieldCount, sink, mayBeNegative });
    if (section === 'nodes') return readerOfRecords(section, layout.nodeFieldCount, builder.nodes);
    if (section === 'edges') return readerOfRecords(section, layout.edgeFieldCount, builder.edges);
    const { location, traceFunction } = layout;
    if (section === 'locations' && location) return reader(location.fieldCount, builder.addLocations(location), true);
    if (section === 'trace_tree' && layout.hasTraceTree) return (this.#traceTree = new TraceTreeReader(section));
    if (section === 'trace_function_infos' && traceFunction) {
      return reader(traceFunction.fieldCount, builder.addTraceFunctions(traceFunction), true);
    }
    return new ValueSkipper(section);
  }

  #endSection(offsetBytes: number): void {
    if (this.#reader instanceof SmallValueReader) {
      this.#layout = readLayout(this.#reader.value(offsetBytes), offsetBytes);
      this.#builder = new SnapshotBuilder(this.#layout, this.#options.sizeBytes);
    }
    this.#reader = null;
    this.#state = 'after-value';
  }
}

function readerOfRecords(section: string, fieldCount: number, columns: NodeColumns | EdgeColumns): SectionReader {
  return new NumberArrayReader({ section, fieldCount, sink: columns.add, takeUsual: columns.takeUsual });
}

/**
 * Reads a snapshot whose bytes are at hand.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { parseSnapshot } from '@watertight/heap-snapshot';
 *
 * const snapshot = parseSnapshot([readFileSync('app.heapsnapshot')]);
 */
export function parseSnapshot(chunks: Iterable<Uint8Array>, options: ParseOptions = {}): HeapSnapshot {
  const parser = new SnapshotParser(options);
  for (const chunk of chunks) parser.push(chunk);
  return parser.finish();
}

/**
 * Reads a snapshot from a stream of bytes: a file, a response, or what unpacks one.
 *
 * @example
 * import { createReadStream } from 'node:fs';
 * import { createGunzip } from 'node:zlib';
 * import { readSnapshot } from '@watertight/heap-snapshot';
 *
 * const snapshot = await readSnapshot(createReadStream('app.heapsnapshot.gz').pipe(createGunzip()));
 */
export async function readSnapshot(
  chunks: AsyncIterable<Uint8Array>,
  options: ParseOptions = {},
): Promise<HeapSnapshot> {
  const parser = new SnapshotParser(options);
  for await (const chunk of chunks) parser.push(chunk);
  return parser.finish();
}
