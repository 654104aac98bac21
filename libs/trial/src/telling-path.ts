import {
  pathOfScript,
  programPath,
  originOf,
  packageFolderOf,
  scriptEntry,
  scriptOfContext,
  sourceOf,
  tellingSteps,
  type HeapSnapshot,
  type Ordinal,
  type PathStep,
  type ScriptEntry,
} from '@watertight/heap-snapshot';
import type { PathOrigin } from '@watertight/evidence';
import { packageIn, packageOf } from './package-of.ts';
import { ownershipOf } from './source-positions.ts';

/** A retaining path as lines, and the code of the program that holds it. */
export interface TellingPath {
  /** A place in the innermost script whose code holds the sink, or whose class the runtime holds; null where there is none. */
  readonly script: ScriptPlace | null;
  readonly lines: readonly string[];
  /** Whose each line is. */
  readonly origins: readonly PathOrigin[];
}

interface ScriptPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A path to an object by the names of the program. */
export function pathToSink(snapshot: HeapSnapshot, ordinal: Ordinal): PathStep[] {
  return programPath(snapshot, ordinal, isOfProgram);
}

/** From the innermost script of the program whose code holds the sink, by way of the sink, to what piles up in it. */
export function tellingPath(
  snapshot: HeapSnapshot,
  toSink: readonly PathStep[],
  toEntry: readonly PathStep[],
): TellingPath {
  const entry = scriptEntry(snapshot, toSink, isOfProgram);
  if (!entry) return pathFromClass(snapshot, toSink, toEntry);
  return {
    script: placeIn(snapshot, entry),
    ...asLines(snapshot, [...toSink, ...toEntry], entry.firstStep),
  };
}

function asLines(
  snapshot: HeapSnapshot,
  path: readonly PathStep[],
  firstShown: number,
): Pick<TellingPath, 'lines' | 'origins'> {
  const steps = tellingSteps(path.slice(firstShown));
  const origins: PathOrigin[] = [];
  for (const { step } of steps) {
    const holder = path[path.indexOf(step) - 1]?.node.ordinal ?? snapshot.root;
    const origin = originOfStep(snapshot, step, holder);
    // What has no class of its own is whose object holds it.
    origins.push(origin.kind === 'unknown' ? (origins.at(-1) ?? origin) : origin);
  }
  return { lines: steps.map(({ text }) => text), origins };
}

const kindOf = { program: 'own', dependency: 'dependency', runtime: 'runtime', unknown: 'unknown' } as const;

/** Whose a step is: a variable is of the script that declares it, whatever it holds; an object is of its class. */
function originOfStep(snapshot: HeapSnapshot, { edge, node }: PathStep, holder: Ordinal): PathOrigin {
  const script = edge.type === 'context' ? scriptOfContext(snapshot, holder) : null;
  if (script !== null) return originOfFile(script);
  const folder = packageFolderOf(snapshot, node.ordinal);
  const named = folder === null ? null : packageIn(folder);
  return { kind: kindOf[originOf(snapshot, node.ordinal)], ...(named && { package: named }) };
}

/** Whose code a file is. */
export function originOfFile(file: string): PathOrigin {
  const named = packageOf(file);
  return { kind: ownershipOf(file), ...(named && { package: named }) };
}

// A bundle has many sources: where the function stands tells which of them it is.
function placeIn(snapshot: HeapSnapshot, { script, closure }: ScriptEntry): ScriptPlace {
  const { line, column } = snapshot.location(closure) ?? { line: 0, column: 0 };
  return { file: script, line: line + 1, column: column + 1 };
}

// A timer holds an object by its bound method, say: then its class is all that the program has to do with it.
function pathFromClass(snapshot: HeapSnapshot, toSink: readonly PathStep[], toEntry: readonly PathStep[]): TellingPath {
  const places = toSink.map(({ node }) => placeOfClass(snapshot, node.ordinal));
  const first = places.findIndex((place) => place !== null);
  return {
    script: places[first] ?? null,
    ...asLines(snapshot, [...toSink, ...toEntry], Math.max(first, 0)),
  };
}

function placeOfClass(snapshot: HeapSnapshot, ordinal: Ordinal): ScriptPlace | null {
  const source = sourceOf(snapshot, ordinal);
  const file = source?.scriptName ? pathOfScript(source.scriptName) : null;
  return source && file !== null && isOfProgram(file)
    ? { file, line: source.line + 1, column: source.column + 1 }
    : null;
}

function isOfProgram(script: string): boolean {
  return ownershipOf(script) !== 'runtime';
}
