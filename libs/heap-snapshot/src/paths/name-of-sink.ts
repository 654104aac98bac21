import { contextName } from '../growth/node-roles.ts';
import { propertyText } from './property-text.ts';
import type { PathStep } from './retaining-path.ts';

/** How the program reaches an object: by a variable, and by fields from there on. */
export interface SinkName {
  /** Variable and fields with dots between them, such as `journal.recent`; listeners as `config.on('change')`. */
  readonly name: string;
  readonly variable?: string;
  /** Of listeners those that lead to their emitter. */
  readonly fields: string[];
}

/**
 * Names the object at the end of a path by its innermost variable and the fields behind it. Where no variable leads there, or
 * only `this`, the class of the object whose method is bound or called stands for it.
 *
 * @example
 * import { nameOfSink, retainingPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const name = (snapshot: HeapSnapshot, ordinal: Ordinal) => nameOfSink(retainingPath(snapshot, ordinal)).name; // 'requestLog'
 */
export function nameOfSink(steps: readonly PathStep[]): SinkName {
  const start = steps.findLastIndex((step, index) => isHead(step) || isBlockVariable(steps, index));
  const head = steps[start];
  const behind = steps.slice(start + 1);
  const registry = behind.findLastIndex(({ edge }) => isField(edge) && edge.name === '_events');
  const fields = fieldsOn(registry < 0 ? behind : behind.slice(0, registry));
  const reached = withFields(head && !isImport(head, fields) ? headName(head) : '', fields);
  const name = registry < 0 ? reached : listenersName(reached, steps, start + 1 + registry);
  const variable = head && isVariable(head) ? String(head.edge.name) : undefined;
  return { name, ...(variable !== undefined && { variable }), fields };
}

/**
 * V8 names the variables of functions and modules only: those of a block that a closure holds have a slot without a name.
 * https://github.com/v8/v8/blob/main/src/profiler/heap-snapshot-generator.cc, `ExtractContextReferences`
 */
function isBlockVariable(steps: readonly PathStep[], index: number): boolean {
  const { edge } = steps[index]!;
  return edge.type === 'hidden' && steps[index - 1]?.node.name === contextName;
}

// TypeScript keeps an import as `bus_1`, and the source says `bus` where that says `bus_1.bus`.
function isImport(head: PathStep, fields: readonly string[]): boolean {
  return isVariable(head) && fields.length > 0 && /_\d+$/.test(String(head.edge.name));
}

// A bound function holds the object that its method belongs to.
function isHead({ edge }: PathStep): boolean {
  return edge.type === 'context' || (edge.type === 'internal' && edge.name === 'bound_this');
}

function isVariable({ edge }: PathStep): boolean {
  return edge.type === 'context' && edge.name !== 'this';
}

/** What stands for a variable whose name the heap does not know. */
export const unnamedVariable = '(unnamed variable)';

function headName(head: PathStep): string {
  if (head.edge.type === 'hidden') return unnamedVariable;
  return isVariable(head) ? String(head.edge.name) : head.node.name;
}

function isField({ type }: PathStep['edge']): boolean {
  return type === 'property';
}

function fieldsOn(steps: readonly PathStep[]): string[] {
  return steps.filter(({ edge }) => isField(edge) && edge.name !== '__proto__').map(({ edge }) => String(edge.name));
}

/**
 * An emitter keeps its listeners by event in `_events`.
 * https://github.com/nodejs/node/blob/main/lib/events.js
 */
function listenersName(reached: string, steps: readonly PathStep[], registry: number): string {
  const emitter = steps[registry - 1];
  const isEntry = emitter !== undefined && !isHead(emitter) && !isField(emitter.edge);
  const owner = reached === '' ? (emitter?.node.name ?? 'emitter') : isEntry ? `${reached}[…]` : reached;
  const [event, ...further] = fieldsOn(steps.slice(registry + 1));
  const listeners = event === undefined ? `${owner}.on(…)` : `${owner}.on('${event}')`;
  return withFields(listeners, further);
}

function withFields(reached: string, fields: readonly string[]): string {
  const text = reached + fields.map(propertyText).join('');
  return text.startsWith('.') ? text.slice(1) : text;
}
