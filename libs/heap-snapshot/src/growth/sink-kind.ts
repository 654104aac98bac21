import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { nodeRoles, role } from './node-roles.ts';

/** What kind of thing a sink is: a collection, a plain object, a scope's variables, a function, or anything else. */
export type SinkKind = 'Map' | 'Set' | 'WeakMap' | 'Array' | 'Object' | 'context' | 'closure' | 'other';

const collections = ['Map', 'Set', 'WeakMap', 'Array'] as const;
const mostPrototypes = 16;

/** The kind of an object; one of a class that extends a collection is of the collection's kind. */
export function sinkKind(snapshot: HeapSnapshot, ordinal: Ordinal): SinkKind {
  const nodeRole = nodeRoles(snapshot)[ordinal];
  if (nodeRole === role.context) return 'context';
  if (nodeRole === role.closure) return 'closure';
  if (snapshot.name(ordinal) === 'Object') return 'Object';
  return collectionKind(snapshot, ordinal) ?? 'other';
}

function collectionKind(snapshot: HeapSnapshot, ordinal: Ordinal): SinkKind | null {
  // An object's name is what its constructor calls itself, which any class can: only the prototypes are sure.
  let prototype = snapshot.targetOf(ordinal, 'property', '__proto__');
  for (let step = 0; prototype !== null && step < mostPrototypes; step += 1) {
    const constructor = snapshot.targetOf(prototype, 'property', 'constructor');
    const kind = collections.find((name) => constructor !== null && snapshot.name(constructor) === name);
    if (kind) return kind;
    prototype = snapshot.targetOf(prototype, 'property', '__proto__');
  }
  return null;
}
