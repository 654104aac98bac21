import { HeapSnapshotError, invalidAt, truncatedIn } from '../heap-snapshot-error.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { NumberArrayReader } from './number-array-reader.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';
import { SnapshotBuilder } from './snapshot-builder.ts';
import { readLayout, type SnapshotLayout } from './snapshot-layout.ts';
import { StringArrayReader } from './string-array-reader.ts';
import { SmallValueReader, ValueSkipper } from './value-skipper.ts';

type State = 'before-file' | 'first-key' | 'next-key' | 'key' | 'before-colon' | 'value' | 'after-value' | 'end';

const neededSections = ['snapshot', 'nodes', 'edges', 'strings'] as const;
const longestKeyBytes = 256;

/**
 * Reads a heap snapshot chunk by chunk, wherever the chunks are cut. What it keeps is numbers in typed arrays and the
 * strings' bytes: no section ever becomes one string, and no node or edge becomes an object.
 *
 * @example
 * const parser = new SnapshotParser();
 * for (const chunk of chunks) parser.push(chunk);
 * const snapshot = parser.finish();
 */
export class SnapshotParser {
  #state: State = 'before-file';
  #section = 'start';
  #key = '';
  #reader: SectionReader | null = null;
  #consumedBytes = 0;
  readonly #seen = new Set<string>();
  #layout: SnapshotLayout | null = null;
  #builder: SnapshotBuilder | null = null;
  #strings: StringArrayReader | null = null;

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
  }

  finish(): HeapSnapshot {
    if (this.#state !== 'end') throw truncatedIn(this.#section, this.#consumedBytes);
    for (const section of neededSections) {
      if (!this.#seen.has(section)) {
        throw new HeapSnapshotError('SNAPSHOT_INVALID', `not a heap snapshot: it has no section "${section}"`);
      }
    }
    return this.#builder!.finish(this.#strings!.table(), this.#consumedBytes);
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
    else if (mayEnd && byte === ascii.closeBrace) this.#state = 'end';
    else throw invalidAt(this.#section, offsetBytes, `unexpected ${printed(byte)}`);
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
    if (section === 'snapshot') return new SmallValueReader(section);
    if (section === 'strings') return (this.#strings = new StringArrayReader(section));
    if (section !== 'nodes' && section !== 'edges' && section !== 'locations') return new ValueSkipper(section);
    const layout = this.#layout;
    const builder = this.#builder;
    if (!layout || !builder) throw invalidAt(section, offsetBytes, 'no section "snapshot" before it');
    if (section === 'nodes') return new NumberArrayReader(section, layout.nodeFieldCount, builder.addNodes);
    if (section === 'edges') return new NumberArrayReader(section, layout.edgeFieldCount, builder.addEdges);
    if (!layout.location) return new ValueSkipper(section);
    return new NumberArrayReader(section, layout.location.fieldCount, builder.addLocations(layout.location));
  }

  #endSection(offsetBytes: number): void {
    if (this.#reader instanceof SmallValueReader) {
      this.#layout = readLayout(this.#reader.value(offsetBytes), offsetBytes);
      this.#builder = new SnapshotBuilder(this.#layout);
    }
    this.#reader = null;
    this.#state = 'after-value';
  }
}

/**
 * Reads a snapshot whose bytes are at hand.
 *
 * @example
 * const snapshot = parseSnapshot([new TextEncoder().encode(text)]);
 */
export function parseSnapshot(chunks: Iterable<Uint8Array>): HeapSnapshot {
  const parser = new SnapshotParser();
  for (const chunk of chunks) parser.push(chunk);
  return parser.finish();
}

/**
 * Reads a snapshot from a stream of bytes.
 *
 * @example
 * const snapshot = await readSnapshot(createReadStream('app.heapsnapshot', { highWaterMark: 4 * 1024 * 1024 }));
 */
export async function readSnapshot(chunks: AsyncIterable<Uint8Array>): Promise<HeapSnapshot> {
  const parser = new SnapshotParser();
  for await (const chunk of chunks) parser.push(chunk);
  return parser.finish();
}
