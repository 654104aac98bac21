// The heap snapshot engine of Chrome DevTools, bundled from its sources and run in one thread.
import { existsSync, createReadStream } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const workerFolder = join(
  import.meta.dirname,
  'node_modules/chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker',
);
const bundle = join(import.meta.dirname, 'node_modules/.cache/devtools-heap-snapshot.mjs');

/** Reads a file as DevTools does; distances, dominators and retained sizes are there when it returns. */
export async function readWithDevTools(path) {
  const { HeapSnapshotLoader, SecondaryInitManager } = await loadDevTools();
  const loader = new HeapSnapshotLoader({ sendEvent() {} });
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    loader.write(chunk);
    await new Promise((resolve) => setImmediate(resolve)); // it takes what was written in a task of its own
  }
  loader.close();
  await loader.parsingComplete;
  const { port1, port2 } = new MessageChannel();
  new SecondaryInitManager(port2);
  const snapshot = await loader.buildSnapshot(port1);
  port1.close();
  port2.close();
  return snapshot;
}

async function loadDevTools() {
  // Node 20 does not have it yet.
  Promise.withResolvers ??= function withResolvers() {
    let resolve;
    let reject;
    const promise = new this((...callbacks) => ([resolve, reject] = callbacks));
    return { promise, resolve, reject };
  };
  if (!existsSync(bundle)) await bundleDevTools();
  return import(bundle);
}

async function bundleDevTools() {
  await build({
    stdin: {
      contents: `
        export { HeapSnapshotLoader } from './HeapSnapshotLoader.js';
        export { SecondaryInitManager } from './HeapSnapshot.js';`,
      resolveDir: workerFolder,
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins: [generatedLocales],
  });
}

// The package leaves out what its own build generates.
const generatedLocales = {
  name: 'generated-locales',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/locales\.js$/ }, () => ({ path: 'locales', namespace: 'generated' }));
    onLoad({ filter: /.*/, namespace: 'generated' }, () => ({
      contents: `
        export const LOCALES = ['en-US'];
        export const BUNDLED_LOCALES = ['en-US'];
        export const DEFAULT_LOCALE = 'en-US';
        export const REMOTE_FETCH_PATTERN = '';
        export const LOCAL_FETCH_PATTERN = '';`,
    }));
  },
};
