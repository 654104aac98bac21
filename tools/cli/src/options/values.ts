import { parseBytes } from '@watertight/diagnosis';
import { CodedError } from '@watertight/evidence';

/** Reads a whole number above zero, for the option of that name. */
export function positiveInteger(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value;
    throw new CodedError('USAGE', `expected a whole number above 0 for ${option}, got '${text}'`);
  };
}

/** Reads `--port`. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CodedError('USAGE', `expected a port from 0 to 65535 for --port, got '${text}'`);
}

/** Reads seconds, `1.5` say, as milliseconds. */
export function seconds(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d*\.?\d+$/.test(text) && value > 0) return Math.ceil(value * 1000);
    throw new CodedError('USAGE', `expected seconds above 0 for ${option}, such as 30, got '${text}'`);
  };
}

/** Reads an amount of memory, `64 B` or `1.5 KiB`, as bytes. */
export function byteCount(option: string): (text: string) => number {
  return (text) => {
    const bytes = parseBytes(text);
    if (bytes !== null) return bytes;
    throw new CodedError(
      'USAGE',
      `expected an amount of memory for ${option}, such as '64 B' or '1 KiB', got '${text}'`,
    );
  };
}

/** Adds one `-H 'name: value'` to those before it. */
export function addHeader(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new CodedError('USAGE', `expected a header such as 'x-client: {n}', got '${text}'`);
  }
  return { ...before, [name.toLowerCase()]: value };
}

/** Reads `http://127.0.0.1:3000`, or `unix:/run/app.sock`. */
export function httpUrl(text: string): string {
  if (/^unix:\//.test(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new CodedError('USAGE', `expected --url such as http://127.0.0.1:3000 or unix:/run/app.sock, got '${text}'`);
}

/** Adds one value of an option that may repeat. */
export function addText(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** Reads one of a few words, for the option of that name. */
export function oneOf<Word extends string>(option: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new CodedError('USAGE', `expected ${option} ${words.join('|')}, got '${text}'`);
  };
}
