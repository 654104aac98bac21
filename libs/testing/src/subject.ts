import { existsSync } from 'node:fs';
import { Server } from 'node:net';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requireOutside } from './outside.ts';
import { TestingError } from './testing-error.ts';

/** What may be tested, once it is known what it is. */
export type Subject =
  | { readonly kind: 'live'; readonly app: unknown }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly typed: string };

interface Where {
  /** The folder that paths of modules begin at. */
  readonly folder: string;
  readonly exportName: string | null;
}

/** Tells apps, commands, modules and URLs apart. */
export function toSubject(tested: unknown, where: Where): Subject {
  if (isTexts(tested)) return { kind: 'command', command: tested, typed: tested.join(' ') };
  const text = tested instanceof URL ? tested.href : tested;
  if (typeof text !== 'string') return { kind: 'live', app: tested };
  if (/^https?:/.test(text)) return { kind: 'live', app: ownServerAt(new URL(text)) };
  return toModule(text.startsWith('file:') ? fileURLToPath(text) : text, where);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

/** The server of this process that listens at a URL. */
function ownServerAt(url: URL): Server {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles();
  const found = handles.find((handle): handle is Server => handle instanceof Server && portOf(handle) === port);
  if (found) return found;
  throw new TestingError(
    'USAGE',
    `expected ${url.href} to be served by this process, where its memory can be measured; for a server of its own pass its ` +
      `command, such as ['node', 'dist/server.js'], or run \`watertight check\``,
  );
}

function portOf(server: Server): number | null {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : null;
}

function toModule(path: string, { folder, exportName }: Where): Subject {
  const file = isAbsolute(path) ? path : resolve(folder, path);
  if (!existsSync(file)) {
    throw new TestingError('PATH_NOT_FOUND', `expected a module that exports an app, found nothing at ${file}`);
  }
  const host = join(__dirname, '../bin/watertight-serve.mjs');
  const args = exportName === null ? [file] : [file, exportName];
  return {
    kind: 'command',
    command: [process.execPath, ...loaderOf(file), host, ...args],
    typed: ['npx watertight-serve', ...args].join(' '),
  };
}

/** What lets Node read the language that a module is written in. */
function loaderOf(file: string): string[] {
  if (!/\.[cm]?tsx?$/.test(file)) return [];
  try {
    return ['--import', pathToFileURL(requireOutside(join(dirname(file), 'loader.js')).resolve('tsx')).href];
  } catch {
    const { typescript } = process.features as { typescript?: unknown };
    if (typescript) return [];
    throw new TestingError(
      'UNSUPPORTED_NODE',
      `expected Node 22.18 or later, or the package tsx, to run ${file}; install tsx, or pass the module as it was built`,
    );
  }
}
