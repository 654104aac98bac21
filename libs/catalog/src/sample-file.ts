import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findCause, type CauseId } from './causes.ts';

/** A half of a sample pair: the route that leaks, or its repaired twin. */
export type SampleHalf = 'leaky' | 'fixed';

// `src` and `dist` lie side by side, so this leads to the sources from either.
const causesFolder = new URL('../src/causes/', import.meta.url);

/**
 * The path of the TypeScript source of one half of a pair; nobody but the catalog knows where it lies.
 *
 * @example
 * readFileSync(sampleFile('unbounded-cache', 'leaky'), 'utf8');
 */
export function sampleFile(id: CauseId, half: SampleHalf): string {
  return fileURLToPath(new URL(`${id}/${half}.ts`, causesFolder));
}

/**
 * The reference page of a cause, as Markdown; undefined where there is no such cause.
 *
 * @example
 * causePage('unbounded-cache')?.includes('## '); // true
 */
export function causePage(id: string): string | undefined {
  return findCause(id) && readFileSync(new URL(`${id}/README.md`, causesFolder), 'utf8');
}

/** The walk through a cause, as Markdown; undefined where there is no such cause. */
export function causeLesson(id: string): string | undefined {
  return findCause(id) && readFileSync(new URL(`${id}/lesson.md`, causesFolder), 'utf8');
}

/**
 * The path of the TypeScript source of a wrong fix of a cause's exercise.
 *
 * @example
 * readFileSync(wrongFixFile('unbounded-cache', 'weak-values'), 'utf8');
 */
export function wrongFixFile(id: CauseId, wrongFix: string): string {
  return fileURLToPath(new URL(`../wrong-fixes/${id}/${wrongFix}.ts`, causesFolder));
}
