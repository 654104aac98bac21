import type { CauseId } from '@watertight/catalog';
import type { Leak } from '@watertight/evidence';
import { explain } from './explain.ts';
import { partsOf } from './finding-parts.ts';
import { objectsOf } from './objects-of.ts';

/**
 * What to do about a leak, in one clause: by what the source says of it, else by its cause, else by what is known of it.
 *
 * @example
 * advise(leak); // 'cap recent: drop the oldest entry after each push'
 */
export function advise(leak: Leak): string {
  const remedy = leak.finding && partsOf(leak.finding).remedy;
  if (remedy) return remedy;
  const cause = leak.cause ?? explain(leak);
  if (cause !== null && isAdvised(cause)) return remedies[cause](leak);
  if (leak.sink?.kind === 'handle') return `close each ${leak.sink.name} when the work that needs it is done`;
  if (leak.sink) return `remove the ${objectsOf(leak.constructor)} from ${leak.sink.name} when the request is done`;
  if (leak.signal === 'external') return 'look for buffers, streams or native handles that each request leaves behind';
  return `look for what keeps the ${objectsOf(leak.constructor)} alive after the response; run more requests for a clearer picture`;
}

const remedies = {
  'anchored-cycle': (leak) =>
    `take the ${objectsOf(leak.constructor)} out of ${sinkOf(leak)} when the response closes: the cycle is freed once nothing long-lived holds it`,
  'unbounded-cache': (leak) =>
    `bound ${sinkOf(leak)}: an LRU cache with a cap, or delete each entry when its work is done or its time over`,
  'unclosed-file': () => 'close the file on every path, in a `finally` or with `pipeline`',
  'request-in-field': (leak) => `keep the request in a local or in \`res.locals\`, not in ${sinkOf(leak)}`,
  'growing-request-list': (leak) => `cap ${sinkOf(leak)}: drop the oldest entry after each push`,
  'leaky-dependency': (leak) =>
    `update or replace ${leak.package ? `${leak.package.name} ${leak.package.version}` : 'the package'}, or do not share the object that holds ${sinkOf(leak)}`,
  'listener-per-request': () => 'remove the listener when the response closes, or add it once, outside of the handler',
  'timer-per-request': () => 'clear the timer when the response closes',
} as const satisfies Record<CauseId, (leak: Leak) => string>;

function isAdvised(cause: string): cause is CauseId {
  return Object.hasOwn(remedies, cause);
}

function sinkOf(leak: Leak): string {
  return leak.sink?.name ?? 'what holds it';
}
