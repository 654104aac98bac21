import { nameOfSink } from '../paths/name-of-sink.ts';
import type { PathStep } from '../paths/retaining-path.ts';
import type { GrowingSink } from './growing-sinks.ts';

// The runtime's lists of running timers: https://github.com/nodejs/node/blob/main/lib/internal/timers.js
const timers = 'TimersList';

/**
 * How the program reaches a growing sink: the name at the end of its path, and the variable or field in which it grows.
 *
 * @example
 * import { growingSinks, nameOfGrowingSink, retainingPath, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const names = (before: HeapSnapshot, after: HeapSnapshot) =>
 *   growingSinks(before, after).map((sink) => nameOfGrowingSink(sink, retainingPath(after, sink.ordinal)));
 */
export function nameOfGrowingSink({ via, className }: GrowingSink, path: readonly PathStep[]): string {
  if (className === timers) return 'timers';
  const { name } = nameOfSink(path);
  if (via === null || via.name === name) return name;
  if (via.name === '<symbol kEvents>') return `${name || className}.addEventListener(…)`;
  if (via.name === '_events') return `${name || className}.on(…)`;
  // A variable is reached through its scope, which has no name.
  return via.type === 'context' || name === '' ? via.name : `${name}.${via.name}`;
}

/**
 * What a growing sink is: a `variable` or `field` where it grows behind one, else its kind of collection or its class.
 *
 * @example
 * import { growingSinks, kindOfGrowingSink, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const kinds = (before: HeapSnapshot, after: HeapSnapshot) => growingSinks(before, after).map(kindOfGrowingSink);
 */
export function kindOfGrowingSink({ via, kind, className }: GrowingSink): string {
  if (className === timers) return timers;
  if (via) return via.type === 'context' ? 'variable' : 'field';
  return kind === 'other' ? className : kind;
}
