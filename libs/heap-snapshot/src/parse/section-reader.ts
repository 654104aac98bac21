/** Reads one JSON value that may be cut anywhere by the ends of chunks. */
export interface SectionReader {
  /** Takes bytes of `chunk` from `from` on and returns the index behind the last one taken; stops when `done`. */
  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number;
  readonly done: boolean;
}

/** The bytes that mean something in JSON. */
export const ascii = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  u: 0x75,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

export function isSpace(byte: number): boolean {
  return byte === ascii.space || byte === ascii.lineFeed || byte === ascii.carriageReturn || byte === ascii.tab;
}

/** A byte as a person can read it. */
export function printed(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16).padStart(2, '0')}`;
}
