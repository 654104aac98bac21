import type { HeapBranch, HeapObject, HeapPlace } from '@watertight/evidence';
import { printable } from './printable.ts';
import { bytes, decimal, percent } from './units.ts';

/** `RequestRecord @4711  server.mjs:3:7` */
export function objectText({ label, id, source }: Pick<HeapObject, 'label' | 'id' | 'source'>): string {
  return printable(`${label} @${id}${placeText(source)}`);
}

/** Two blanks and `server.mjs:3:7`; nothing where it is not known. */
export function placeText(source: HeapPlace | null): string {
  if (!source?.file) return '';
  return `  ${printable(source.file)}:${source.line}:${source.column}`;
}

const wholePath = 4;
const lastSteps = 3;

/** A path in one line, its middle left out where it is long. */
export function pathInLine(path: readonly string[]): string {
  const shown = path.length > wholePath ? [path[0]!, '…', ...path.slice(-lastSteps)] : path;
  return printable(shown.join(' → '));
}

/** `+503`, `−3`, `0` */
export function signed(value: number): string {
  return value > 0 ? `+${decimal(value)}` : decimal(value);
}

/** `+1.5 KiB`, `−3 B`, `0 B` */
export function signedBytes(value: number): string {
  return value > 0 ? `+${bytes(value)}` : bytes(value);
}

/** `20 of 812`, or `all 7`: how much of a list is shown. */
export function shownOf(shown: number, all: number): string {
  return shown < all ? `${decimal(shown)} of ${decimal(all)}` : `all ${decimal(all)}`;
}

/** `visitors: Map @4711`, or `RequestRecord × 1,006` for many. */
export function branchName({ name, count, id }: HeapBranch): string {
  if (count > 1) return `${name} × ${decimal(count)}`;
  return id === null || name.startsWith('(') ? name : `${name} @${id}`;
}

/** `31 %`; what is there at all is never 0 %. */
export function shareText(part: number, whole: number): string {
  const share = whole > 0 ? part / whole : 0;
  return share > 0 && share < 0.005 ? '< 1 %' : percent(share);
}
