import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

// `src` and `dist` lie side by side, so these lead to what was built from either.

/** What is loaded into the process of an exercise. */
export const reporterUrl = new URL('../dist/exercise/reporter.js', import.meta.url);

/** The built page. */
export const pageFolder = fileURLToPath(new URL('../dist/page', import.meta.url));

/** The `node_modules` that exercises run with: those beside the lab, where it brings its own, or those of the workspace. */
export function exerciseModules(): string {
  const own = fileURLToPath(new URL('../exercise-modules/node_modules', import.meta.url));
  if (existsSync(own)) return own;
  const express = createRequire(import.meta.url).resolve('express/package.json');
  const { name } = JSON.parse(readFileSync(express, 'utf8')) as { name: string };
  return dirname(express).slice(0, -name.length - 1);
}
