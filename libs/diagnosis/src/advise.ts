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
  'expired-entry-kept': (leak) => `sweep the entries of ${sinkOf(leak)} whose time is over, on a timer`,
  'ineffective-release': (leak) => `take the entries of ${sinkOf(leak)} out for good when they are done with`,
  'unbounded-memo': (leak) => `bound ${sinkOf(leak)}: give the memoised function an LRU cache`,
  'gone-client-kept': (leak) => `take each client out of ${sinkOf(leak)} when its connection closes`,
  'pending-promise-in-map': (leak) => `reject the promises in ${sinkOf(leak)} when no answer came in time`,
  'metric-label-per-request': () => 'label the metric with what has few values: a route, a method, a status',
  'subscription-per-request': () => 'unsubscribe when the response closes, or use `takeUntil`',
  'race-with-lasting-promise': () => 'wait for the promise of the process once, and end the requests from there',
  'schema-compiled-per-request': () => 'compile the schema once, outside of the handler',
  'growing-text': (leak) => `keep only the end of ${sinkOf(leak)}, or write it to a file`,
  'timer-per-request': () => 'clear the timer when the response closes',
  'abort-listener': () => 'remove the listener when the work is done, or relay the abort to a signal of the request',
  'client-per-request': () => 'make one client for all requests, or close it in a `finally` block',
  'hook-per-request': () => 'register the hook once, outside of the handler',
  'kept-socket-listener': () =>
    'listen to the response instead of its socket, or remove the listener when the response closes',
  'memory-session-store': () => 'pass a store that expires sessions, such as `memorystore` or `connect-redis`',
  'mismatched-removal': () => 'keep the listener in a variable, and remove that same function',
  'pipe-without-destroy': () => 'destroy the source when the response closes, or use `pipeline`',
  'registry-per-request': () => 'take the entry out when it was used, or register it once',
  'unread-body': () => 'read the body of each answer, or cancel it',
  'unreleased-resource': () => 'give it back on every path, in a `finally` block',
} as const satisfies Record<CauseId, (leak: Leak) => string>;

function isAdvised(cause: string): cause is CauseId {
  return Object.hasOwn(remedies, cause);
}

function sinkOf(leak: Leak): string {
  return leak.sink?.name ?? 'what holds it';
}
