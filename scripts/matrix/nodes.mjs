import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './run.mjs';

/** A Node of that major version, from the package `node`; the one that runs this where it is of that version. */
export function nodeOf(major, folder) {
  if (process.versions.node.split('.')[0] === major) return toNode(join(process.execPath, '..'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', `node@${major}`], folder);
  return toNode(join(folder, 'node_modules/node/bin'));
}

function toNode(folder) {
  const { output } = run(join(folder, 'node'), ['--version']);
  return { folder, version: output.trim() };
}
