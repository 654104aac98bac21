import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServedRequests } from './protocol.ts';

let requests = 0;
const statuses: Record<string, number> = {};
let isCounting = false;

const onStart = (): void => void (requests += 1);
const onFinish = (message: unknown): void => {
  const { statusCode } = (message as { response: { statusCode: number } }).response;
  statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
};

/** Requests that arrived here since this was first asked, and the answers to them by status. */
export function servedRequests(): ServedRequests {
  if (!isCounting) {
    isCounting = true;
    subscribe('http.server.request.start', onStart);
    subscribe('http.server.response.finish', onFinish);
  }
  return { requests, statuses };
}

export function stopCounting(): void {
  isCounting = false;
  unsubscribe('http.server.request.start', onStart);
  unsubscribe('http.server.response.finish', onFinish);
}
