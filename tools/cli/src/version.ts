import { readFileSync } from 'node:fs';

/** The version of this package. */
export function version(): string {
  // `src` and `dist` lie side by side, so this leads to the manifest from either.
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
