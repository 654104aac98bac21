import type { PathOrigin } from '@watertight/evidence';
import { printable } from './printable.ts';

/** One reference of a retaining path; `suspect` is the part of the text that names the sink. */
export interface PathStep {
  readonly text: string;
  readonly depth: number;
  readonly suspect: { readonly start: number; readonly end: number } | null;
  /** Whose it is, where the step before it was another's: `own code`, `mustache@3.2.1`, `Node`; else null. */
  readonly owner: string | null;
}

const mostSteps = 14;
const longestText = 72;
const firstSteps = 4;
const lastSteps = 6;

/** A retaining path from the GC root inwards, and what it leads to. */
export interface PathToSink {
  readonly retainingPath: readonly string[];
  readonly retainingPathOrigins?: readonly PathOrigin[] | undefined;
  readonly sink: { readonly name: string } | null;
}

/** The retaining path from the GC root inwards; of a very long one, the middle is left out, but never the suspect. */
export function pathSteps(leak: PathToSink, { isWhole = false } = {}): PathStep[] {
  const path = leak.retainingPath.map((text) => cut(printable(text)));
  const owners = (leak.retainingPathOrigins ?? []).map(ownerOf);
  const suspect = suspectIn(path, leak);
  const steps = isWhole ? path.map((text, index) => ({ text, index })) : shortened(path, suspect?.index);
  return steps.map(({ text, index }, depth) => ({
    text,
    depth,
    suspect: suspect?.index === index ? { start: suspect.start, end: suspect.end } : null,
    owner: owners[index] === owners[steps[depth - 1]?.index ?? -1] ? null : (owners[index] ?? null),
  }));
}

function ownerOf({ kind, package: named }: PathOrigin): string | null {
  if (kind === 'dependency') return named ? printable(`${named.name}@${named.version}`) : 'a dependency';
  return { own: 'own code', runtime: 'Node', unknown: null }[kind];
}

// A name in the heap may be as long as a text.
function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 24)}…${text.slice(-23)}`;
}

/** How to draw what is beside the text of a path. */
export interface PathStyle {
  readonly underline?: (text: string) => string;
  readonly owner?: (text: string) => string;
  /** Leaves no step out. */
  readonly isWhole?: boolean;
}

const plain = (text: string) => text;

/**
 * The path as a tree of text, the suspect edge underlined, and said whose a step is where another's code takes over.
 *
 * @example
 * // visitors: Map  (own code)
 * // ~~~~~~~~
 * // └─ Visitor
 */
export function pathTree(
  leak: PathToSink,
  { underline = plain, owner: quiet = plain, isWhole = false }: PathStyle = {},
): string[] {
  return pathSteps(leak, { isWhole }).flatMap(({ text, depth, suspect, owner }) => {
    const branch = depth === 0 ? '' : `${' '.repeat(3 * (depth - 1))}└─ `;
    const line = branch + text + (owner === null ? '' : `  ${quiet(`(${owner})`)}`);
    if (!suspect) return [line];
    const margin = ' '.repeat(branch.length + suspect.start);
    return [line, margin + underline('~'.repeat(suspect.end - suspect.start))];
  });
}

interface Suspect {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

// The sink's own name is its last: of `audit.entries`, `entries`. The path's deepest mention is the edge that leads into the sink.
function suspectIn(path: readonly string[], leak: PathToSink): Suspect | null {
  const name = leak.sink?.name.match(/[\p{ID_Start}$_#][\p{ID_Continue}$]*/gu)?.at(-1);
  if (!name) return null;
  for (let index = path.length - 1; index >= 0; index -= 1) {
    const start = indexOfWord(path[index]!, name);
    if (start >= 0) return { index, start, end: start + name.length };
  }
  return null;
}

function indexOfWord(text: string, word: string): number {
  const isPart = (character: string | undefined) => character !== undefined && /[\p{ID_Continue}$]/u.test(character);
  let start = text.indexOf(word);
  while (start >= 0 && (isPart(text[start - 1]) || isPart(text[start + word.length]))) {
    start = text.indexOf(word, start + 1);
  }
  return start;
}

interface NumberedStep {
  readonly text: string;
  readonly index: number;
}

function shortened(path: readonly string[], suspectIndex: number | undefined): NumberedStep[] {
  const isKept = (index: number) =>
    path.length <= mostSteps ||
    index < firstSteps ||
    index >= path.length - lastSteps ||
    (suspectIndex !== undefined && Math.abs(index - suspectIndex) <= 1);

  const steps: NumberedStep[] = [];
  for (let index = 0; index < path.length; index += 1) {
    const gap = lengthOfRun(index, path.length, (at) => !isKept(at));
    if (gap > 1) steps.push({ text: `… ${gap} more …`, index: -1 });
    else steps.push({ text: path[index]!, index });
    index += Math.max(gap - 1, 0);
  }
  return steps;
}

function lengthOfRun(from: number, end: number, holds: (index: number) => boolean): number {
  let index = from;
  while (index < end && holds(index)) index += 1;
  return index - from;
}
