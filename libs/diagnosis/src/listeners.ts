import type { Sink } from '@watertight/evidence';

/** Listeners that pile up: of which event, and on what. */
export interface Listeners {
  /** `listeners of 'change'`, or `listeners of ever new events`. */
  readonly what: string;
  readonly emitter: string;
  /** Null where each has an event of its own. */
  readonly event: string | null;
}

/**
 * The listeners that a sink is named for; null where it is none of an emitter.
 *
 * @example
 * listenersIn({ kind: 'Array', name: "config.on('change')" }); // { what: "listeners of 'change'", emitter: 'config', … }
 */
export function listenersIn(sink: Sink | null): Listeners | null {
  const named = /^(.+)\.on\((?:'(.*)'|…)\)$/.exec(sink?.name ?? '');
  if (!named) return null;
  const event = named[2] ?? null;
  return {
    what: event === null ? 'listeners of ever new events' : `listeners of '${event}'`,
    emitter: named[1]!,
    event,
  };
}
