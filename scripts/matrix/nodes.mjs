import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './run.mjs';

/** A Node of that major version, from the package `node`; the one that runs this where it is of that version. */
export function nodeOf(major, folder) {
  if (process.versions.node.split('.')[0] === major) return toNode(join(process.execPath, '..'), major);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  // Its install script puts the binary into its place.
  npm(['install', `node@${major}`], folder, { installScripts: true });
  return toNode(join(folder, 'node_modules/node/bin'), major);
}

function toNode(folder, major) {
  const { output } = run(join(folder, 'node'), ['--version']);
  if (!output.startsWith(`v${major}.`)) throw new Error(`expected Node ${major} in ${folder}, got ${output}`);
  return { folder, version: output.trim() };
}
