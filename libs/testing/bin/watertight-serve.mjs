#!/usr/bin/env node
// Stands beside the built code, so that installing links the command before anything is built.
import { existsSync } from 'node:fs';

const host = new URL('../dist/host.mjs', import.meta.url);
if (existsSync(host)) {
  await import(host.href);
} else {
  console.error('@watertight/testing is not built yet; run npm run build in its repository');
  process.exitCode = 2;
}
