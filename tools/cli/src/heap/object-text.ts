import type { HeapObject, HeapPlace } from '@watertight/evidence';
import {
  classNameOf,
  packageOfScript,
  pathOfScript,
  renderRetainingPath,
  retainedSizesOf,
  scriptEntry,
  shallowSizesOf,
  sourceOf,
  type HeapSnapshot,
  type Ordinal,
  type PathStep,
} from '@watertight/heap-snapshot';

/** Whether texts of the heap may be shown: they hold passwords and personal data. */
export interface TextOptions {
  readonly showStrings: boolean;
}

/** An object with its sizes and, where V8 tells, the place of its code. */
export function describeObject(snapshot: HeapSnapshot, ordinal: Ordinal, options: TextOptions): HeapObject {
  return {
    id: snapshot.id(ordinal),
    label: labelOf(snapshot, ordinal, options),
    shallowBytes: shallowSizesOf(snapshot)[ordinal]!,
    retainedBytes: retainedSizesOf(snapshot)[ordinal]!,
    source: placeOf(sourceOf(snapshot, ordinal)),
  };
}

type Source = Omit<NonNullable<ReturnType<typeof sourceOf>>, 'scriptId'>;

/** A place as people count: from 1. */
export function placeOf(source: Source | null): HeapPlace | null {
  if (!source) return null;
  const { scriptName, line, column } = source;
  return { file: scriptName && pathOfScript(scriptName), line: line + 1, column: column + 1 };
}

const longestName = 80;

/** What an object is called: its class, a function's name, V8's name for its own. */
export function labelOf(snapshot: HeapSnapshot, ordinal: Ordinal, options: TextOptions): string {
  const type = snapshot.typeName(ordinal);
  if (ordinal === snapshot.root) return '(root)';
  if (type === 'object' || type === 'native') return classNameOf(snapshot, ordinal);
  const name = nameOf(type, snapshot.name(ordinal), options);
  if (type === 'closure') return `${name || '(anonymous)'}()`;
  return cut(name || `(${type})`);
}

/** A retaining path as lines, from the innermost script of the program whose code holds the object. */
export function pathLines(snapshot: HeapSnapshot, path: readonly PathStep[], options: TextOptions): string[] {
  const steps = path.map(({ edge, node }) => ({
    edge: { ...edge, name: entryNumber(edge) ?? edge.name },
    node: { ...node, name: cut(nameOf(node.type, node.name, options)) },
  }));
  const entry = scriptEntry(snapshot, path, (script) => packageOfScript(script) !== '(runtime)');
  if (!entry) return renderRetainingPath(steps);
  return [entry.script, ...renderRetainingPath(steps.slice(entry.firstStep))];
}

// V8 names an entry of a Map or Set, and a GC root, by a number in words.
function entryNumber({ type, name }: PathStep['edge']): number | null {
  return type !== 'property' && /^\d+$/.test(String(name)) ? Number(name) : null;
}

const stringTypes = new Set(['string', 'concatenated string', 'sliced string']);
const longestWrittenText = 1024;

/** Whether a node is a text of the program, however V8 stores it. */
export function isText(type: string): boolean {
  return stringTypes.has(type);
}

function nameOf(type: string, name: string, { showStrings }: TextOptions): string {
  if (!isText(type)) return name;
  if (showStrings) return JSON.stringify(name);
  const more = name.length >= longestWrittenText ? ' or more' : '';
  return `string of ${name.length}${more} character${name.length === 1 ? '' : 's'}`;
}

function cut(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}
