import * as nodeModule from 'node:module';
import { Module, register } from 'node:module';
import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { keepFrames } from '../engine.ts';
import { fileOf, frameScript, isOwnFile, noteFramed } from './framed-scripts.ts';
import type { FramedMessage } from './loader.ts';
import type { Format } from './syntax.ts';

interface Loaded {
  readonly format: string;
  readonly source?: string | Uint8Array | null;
}

type LoadHook = (url: string, context: object, nextLoad: (url: string, context: object) => Loaded) => Loaded;

// Later than the oldest Node supported, and than its types.
const { registerHooks, stripTypeScriptTypes } = nodeModule as unknown as {
  readonly registerHooks?: (hooks: { load: LoadHook }) => object;
  readonly stripTypeScriptTypes?: (source: string) => string;
};

let isTracing = false;
let loader: MessagePort | undefined;

/**
 * From now on the program's own modules are loaded with every allocating line in a frame of its own, so that snapshots
 * tell lines where they would tell functions. What is loaded already stays as it is. It makes the program slower, and
 * holds for the rest of the process.
 */
export function traceLines(): void {
  if (isTracing) return;
  isTracing = true;
  keepFrames();
  if (registerHooks) registerHooks({ load: loadInFrames });
  else hookOldLoaders();
}

const loadInFrames: LoadHook = (url, context, nextLoad) => {
  const loaded = nextLoad(url, context);
  const [, format, typed] = /^(module|commonjs)(-typescript)?$/.exec(loaded.format) ?? [];
  if (!format || loaded.source == null || !isOwnFile(fileOf(url))) return loaded;
  const text = Buffer.from(loaded.source as string).toString('utf8');
  const script = typed ? withoutTypes(text) : text;
  if (script === null) return loaded;
  return { ...loaded, format, source: frameScript(fileOf(url), script, format as Format) };
};

function withoutTypes(source: string): string | null {
  try {
    return stripTypeScriptTypes?.(source) ?? null;
  } catch {
    return null;
  }
}

interface Compiles {
  _compile: (this: object, content: string, file: string, ...rest: unknown[]) => unknown;
}

// Node 20 loads ES modules in a thread of its own, and CommonJS past it.
function hookOldLoaders(): void {
  const prototype = Module.prototype as unknown as Compiles;
  const compile = prototype._compile;
  prototype._compile = function compileInFrames(content, file, ...rest) {
    const text = isOwnFile(file) ? frameScript(file, content, 'commonjs') : content;
    return compile.call(this, text, file, ...rest);
  };
  const { port1, port2 } = new MessageChannel();
  loader = port1;
  port1.unref();
  register('./loader.js', import.meta.url, { data: { port: port2 }, transferList: [port2] });
}

/** Takes in what the loader's thread has framed meanwhile. */
export function receiveFramed(): void {
  if (!loader) return;
  for (let next = receiveMessageOnPort(loader); next; next = receiveMessageOnPort(loader)) {
    const { file, insertions } = next.message as FramedMessage;
    noteFramed(file, insertions);
  }
}
