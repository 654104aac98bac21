// Serves what a module exports: `watertight-serve src/app.ts [export]`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isServable, serve } from './serve.ts';

const [file, exportName] = process.argv.slice(2);
try {
  if (file === undefined)
    throw new Error('expected a module that exports an app, such as: watertight-serve src/app.js');
  const app = await exportedApp(file, exportName);
  // A module that listens by itself needs no more.
  if (app !== null) await serve(app);
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 2;
}

type Exported = Readonly<Record<string, unknown>>;

async function exportedApp(path: string, name: string | undefined): Promise<unknown> {
  const exported = (await import(pathToFileURL(resolve(path)).href)) as Exported;
  // What CommonJS exports is the default export, and may itself be a module that was compiled to it.
  const { default: main = {} } = exported;
  const inner = (main ?? {}) as Exported;
  if (name !== undefined) return (await settled(exported[name])) ?? settled(inner[name]);
  for (const candidate of [main, inner.default, exported.app, inner.app, exported.server, inner.server]) {
    const app = await settled(candidate);
    if (isServable(app)) return app;
  }
  return null;
}

function settled(value: unknown): Promise<unknown> {
  return Promise.resolve(value);
}
