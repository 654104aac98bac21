import { printable } from './printable.ts';

/** One reference of a retaining path; `suspect` is the part of the text that names the sink. */
export interface PathStep {
  readonly text: string;
  readonly depth: number;
  readonly suspect: { readonly start: number; readonly end: number } | null;
}

const mostSteps = 14;
const firstSteps = 4;
const lastSteps = 6;

/** A retaining path from the GC root inwards, and what it leads to. */
export interface PathToSink {
  readonly retainingPath: readonly string[];
  readonly sink: { readonly name: string } | null;
}

/** The retaining path from the GC root inwards; of a very long one, the middle is left out, but never the suspect. */
export function pathSteps(leak: PathToSink): PathStep[] {
  const path = leak.retainingPath.map((text) => printable(text));
  const suspect = suspectIn(path, leak);
  return shortened(path, suspect?.index).map(({ text, index }, depth) => ({
    text,
    depth,
    suspect: suspect?.index === index ? { start: suspect.start, end: suspect.end } : null,
  }));
}

/**
 * The path as a tree of text, the suspect edge underlined.
 *
 * @example
 * // visitors: Map
 * // ~~~~~~~~
 * // └─ Visitor
 */
export function pathTree(leak: PathToSink, mark: (underline: string) => string = (underline) => underline): string[] {
  return pathSteps(leak).flatMap(({ text, depth, suspect }) => {
    const branch = depth === 0 ? '' : `${' '.repeat(3 * (depth - 1))}└─ `;
    if (!suspect) return [branch + text];
    const margin = ' '.repeat(branch.length + suspect.start);
    return [branch + text, margin + mark('~'.repeat(suspect.end - suspect.start))];
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
