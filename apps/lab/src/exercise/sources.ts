import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exerciseOf, sampleFile, wrongFixFile, type CauseId } from '@watertight/catalog';

const marker = /^[ \t]*\/\/ leak: .*\n/m;

/** The leaky half without the line that gives it away. */
export function leakyCode(id: CauseId): string {
  return readFileSync(sampleFile(id, 'leaky'), 'utf8').replace(marker, '');
}

/** The line of `leakyCode` that inserts, from 1. */
export function guiltyLine(id: CauseId): number {
  const lines = readFileSync(sampleFile(id, 'leaky'), 'utf8').split('\n');
  return lines.findIndex((line) => marker.test(`${line}\n`)) + 1;
}

/** The code of a fix that can be chosen: `right`, or the id of a wrong one. Undefined where there is none of that name. */
export function codeOfFix(id: CauseId, fix: string): string | undefined {
  if (fix === 'right') return readFileSync(sampleFile(id, 'fixed'), 'utf8');
  const isKnown = exerciseOf(id).wrongFixes.some((wrong) => wrong.id === fix);
  return isKnown ? besideTheSample(id, readFileSync(wrongFixFile(id, fix), 'utf8')) : undefined;
}

/** The text of a wrong fix as it reads where the leaky half lies: what is beside that is beside this. */
function besideTheSample(id: CauseId, code: string): string {
  return code.replaceAll(`from '../../causes/${id}/`, `from './`);
}

/** Modules beside a sample that it imports, by their name. */
export function modulesBeside(id: CauseId, code: string): ReadonlyMap<string, string> {
  const folder = dirname(sampleFile(id, 'leaky'));
  const names = [...code.matchAll(/from '\.\/([\w-]+\.ts)'/g)].map(([, name]) => name!);
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
