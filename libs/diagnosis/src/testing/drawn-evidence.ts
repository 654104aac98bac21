import type { Evidence } from '@watertight/evidence';

const stable: Evidence = {
  schemaVersion: 1,
  verdict: 'stable',
  reason: 'nothing grows with the requests',
  signals: [
    {
      name: 'heap-after-gc',
      verdict: 'stable',
      slopePerRequest: 0,
      interval: [-1, 1],
      unit: 'bytes',
      smallestDetectable: 9,
    },
  ],
  leaks: [],
  trial: {
    rounds: 6,
    requestsPerRound: 503,
    warmUpRequests: 503,
    node: 'v22.0.0',
    command: 'node server.js',
    routes: ['GET /'],
    durationMs: 9_000,
    statuses: { 200: 3018 },
    series: [],
    survivors: [],
  },
};

const leaking: Evidence = {
  ...stable,
  verdict: 'leaking',
  reason: 'the heap grows by 412 B per request',
  signals: [{ ...stable.signals[0]!, verdict: 'leaking', slopePerRequest: 412, interval: [409, 416] }],
  leaks: [
    {
      signature: 'abc',
      cause: null,
      signal: 'heap-after-gc',
      retainedBytesPerRequest: 412,
      objectsPerRequest: 3,
      sink: { kind: 'Map', name: 'visitors', file: 'app.ts', line: 9 },
      insertion: { file: 'app.ts', line: 11, column: 14, share: 1 },
      constructor: 'Visitor',
      retainingPath: ['visitors: Map', 'Visitor'],
      allocationSites: [],
      package: null,
      routes: ['GET /'],
    },
  ],
};

/** A trial of each verdict. */
export const drawnEvidence = { stable, leaking } as const;
