import { fileURLToPath } from 'node:url';
import { FramedSource, type Insertion } from './framed-source.ts';
import { frameLines } from './frame-lines.ts';
import type { Format } from './syntax.ts';

const framedByFile = new Map<string, FramedSource>();

/** Whether it is the program's own code: what lies in `node_modules` is not, nor what has no file. */
export function isOwnFile(file: string): boolean {
  return /^([\\/]|[A-Za-z]:)/.test(file) && !/[\\/]node_modules[\\/]/.test(file);
}

/** The script in frames, remembered under its file; the source as it is where it cannot be framed. */
export function frameScript(file: string, source: string, format: Format): string {
  const framed = frameLines(source, format);
  if (!framed) return source;
  framedByFile.set(file, framed);
  return framed.text;
}

/** Takes over what was framed elsewhere: in the thread of the loader. */
export function noteFramed(file: string, insertions: readonly Insertion[]): void {
  framedByFile.set(file, new FramedSource('', insertions));
}

export function framedScript(file: string): FramedSource | undefined {
  return framedByFile.get(file);
}

/** A script's file, whether it is named by its path or by its URL. */
export function fileOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : url;
}
