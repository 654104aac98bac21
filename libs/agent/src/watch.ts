import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { settle } from './sample.ts';

// Follows LeakCanary: an object that is done with must become unreachable; one that does not is retained by someone.
let watched: WeakRef<object>[] = [];
let requests = 0;

const onRequest = (message: unknown): void => {
  const { request, response } = message as { request: object; response: object };
  requests += 1;
  watched.push(new WeakRef(request), new WeakRef(response));
};

/** Holds every request and response weakly from now on. */
export function startWatching(): null {
  watched = [];
  requests = 0;
  subscribe('http.server.request.start', onRequest);
  return null;
}

/** Watches nothing any more. */
export function forgetWatched(): void {
  unsubscribe('http.server.request.start', onRequest);
  watched = [];
}

/** Answers how many of the watched objects survive a collection, now that all responses are closed. */
export async function stopWatching(): Promise<{ requests: number; alive: number }> {
  unsubscribe('http.server.request.start', onRequest);
  await settle(50);
  const alive = watched.filter((reference) => reference.deref() !== undefined).length;
  watched = [];
  return { requests, alive };
}
