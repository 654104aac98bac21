import type { Followed, LiveLine, LiveMoment } from '@watertight/trial';

/** A quiet process at one moment. */
export function moment(some: Partial<LiveMoment>): LiveMoment {
  return {
    uptimeMs: 1_000,
    heapUsedBytes: 8 * 2 ** 20,
    heapTotalBytes: 16 * 2 ** 20,
    heapLimitBytes: 4 * 2 ** 30,
    rssBytes: 64 * 2 ** 20,
    externalBytes: 2 ** 20,
    descriptors: 20,
    requests: 0,
    collections: { full: 0, young: 0, pauseMs: 0, longestPauseMs: 0, heapAfterFullBytes: null },
    loopDelayMs: 0,
    ...some,
  };
}

/** A process that shows these moments, then its last one for ever, or ends with an error. */
export function drawnProcess(
  moments: readonly LiveMoment[],
  { lines = [] as readonly LiveLine[], end = null as Error | null, done = [] as string[] } = {},
): Followed {
  const coming = [...moments];
  let last = moments[0]!;
  return {
    pid: 4711,
    node: 'v22.0.0',
    command: 'node server.js',
    moment: () => {
      const next = coming.shift();
      if (!next && end) return Promise.reject(end);
      return Promise.resolve((last = next ?? last));
    },
    lines: () => Promise.resolve([...lines]),
    collect: () => {
      done.push('collected');
      return Promise.resolve(3 * 2 ** 20);
    },
    snapshot: (file) => {
      done.push(`snapshot ${file}`);
      return Promise.resolve();
    },
    orGone: (work) => work,
  };
}
