#!/usr/bin/env node
// Stands beside the built code, so that installing links the command before anything is built.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('watertight is not built yet; run npm run build in its repository');
  process.exitCode = 2;
}
