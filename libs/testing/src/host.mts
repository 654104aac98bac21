// Serves what a module exports: `watertight-serve src/app.ts [export]`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isServable, serve } from './serve.ts';

const [file, exportName] = process.argv.slice(2);
try {
  if (file === undefined)
    throw new Error('expected a module that exports an app, such as: watertight-serve src/app.js');
  const app = await exportedApp(file, exportName);
  if (app !== null) await serve(app);
  // It may be that it listens by itself, now or in a while.
  else
    console.error(
      `${file} exports no app under the names default, app and server; if it does not listen by itself, name the export`,
    );
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
  if (name !== undefined) return named(name, exported[name] ?? inner[name]);
  for (const candidate of [main, inner.default, exported.app, inner.app, exported.server, inner.server]) {
    const app = await made(candidate);
    if (isServable(app)) return app;
  }
  return null;
}

function named(name: string, found: unknown): Promise<unknown> {
  if (found !== undefined && found !== null) return made(found);
  throw new Error(`expected ${file} to export '${name}', but it does not`);
}

/** An app, or what makes one: a handler without parameters could answer nothing. */
async function made(found: unknown): Promise<unknown> {
  const value = await found;
  return typeof value === 'function' && value.length === 0 ? (value as () => unknown)() : value;
}
