import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of this package, and so of `watertight`: all packages have one. */
export const version = (
  JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { readonly version: string }
).version;
