// Runs in the loader's thread, where Node has no hooks in the program's own: it frames ES modules and tells the program
// where it did.
import type { MessagePort } from 'node:worker_threads';
import { frameLines } from './frame-lines.ts';
import { fileOf, isOwnFile } from './framed-scripts.ts';
import type { Insertion } from './framed-source.ts';

export interface FramedMessage {
  readonly file: string;
  readonly insertions: readonly Insertion[];
}

interface Loaded {
  readonly format: string;
  readonly source?: string | Uint8Array | null;
}

let program: MessagePort | undefined;

export function initialize({ port }: { port: MessagePort }): void {
  program = port;
}

export async function load(
  url: string,
  context: object,
  nextLoad: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  const loaded = await nextLoad(url, context);
  if (loaded.format !== 'module' || loaded.source == null || !url.startsWith('file:')) return loaded;
  const file = fileOf(url);
  if (!isOwnFile(file)) return loaded;
  const framed = frameLines(Buffer.from(loaded.source as string).toString('utf8'), 'module');
  if (!framed) return loaded;
  const message: FramedMessage = { file, insertions: framed.insertions };
  program?.postMessage(message);
  return { ...loaded, source: framed.text };
}
