import type { HeapStrings } from '@watertight/evidence';
import {
  duplicateStrings,
  nameOfSink,
  retainingPath,
  type DuplicateString,
  type HeapSnapshot,
} from '@watertight/heap-snapshot';
import type { TextOptions } from './object-text.ts';

export interface StringsOptions extends TextOptions {
  readonly top: number;
}

/** Texts that are in memory more than once, the one that wastes the most first. */
export function stringsIn(file: string, snapshot: HeapSnapshot, options: StringsOptions): HeapStrings {
  const duplicates = duplicateStrings(snapshot);
  return {
    schemaVersion: 1,
    file,
    redacted: !options.showStrings,
    duplicateCount: duplicates.length,
    wastedBytes: duplicates.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0),
    strings: duplicates.slice(0, options.top).map((duplicate) => describe(snapshot, duplicate, options)),
  };
}

function describe(
  snapshot: HeapSnapshot,
  { text, count, totalBytes, wastedBytes, isCut, sampleOrdinal }: DuplicateString,
  { showStrings }: TextOptions,
): HeapStrings['strings'][number] {
  return {
    text: showStrings ? text : beginningOf(text),
    length: text.length,
    isCut,
    count,
    totalBytes,
    wastedBytes,
    sampleId: snapshot.id(sampleOrdinal),
    heldBy: nameOfSink(retainingPath(snapshot, sampleOrdinal)).name,
  };
}

const longestBeginning = 4;

// A quarter at most: enough to know one's own texts by, too little to use a secret.
function beginningOf(text: string): string {
  const shown = Math.min(longestBeginning, Math.floor(text.length / 4));
  return `${[...text].slice(0, shown).join('')}…`;
}
