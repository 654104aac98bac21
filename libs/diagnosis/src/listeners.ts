import type { Sink } from '@watertight/evidence';

/** Listeners that pile up: of which event, and on what. */
export interface Listeners {
  /** `listeners of 'change'`, or `listeners of ever new events`; of an EventTarget `listeners`. */
  readonly what: string;
  readonly emitter: string;
}

/**
 * The listeners that a sink is named for; null where it is none of an emitter.
 *
 * @example
 * listenersIn({ kind: 'Array', name: "config.on('change')" }); // { what: "listeners of 'change'", emitter: 'config' }
 */
export function listenersIn(sink: Sink | null): Listeners | null {
  const named = /^(.+)\.(on|addEventListener)\((?:'(.*)'|…)\)$/.exec(sink?.name ?? '');
  if (!named) return null;
  const [, emitter, method, event] = named;
  const what = method === 'on' ? 'listeners of ever new events' : 'listeners';
  return { what: event === undefined ? what : `listeners of '${event}'`, emitter: emitter! };
}
