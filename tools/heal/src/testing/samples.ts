import type { Evidence, Finding, Leak, Signal, Verdict } from '@watertight/evidence';

/** A leak as a trial records it: the map `visitors` of `src/app.ts`, filled on line 11. */
export function aLeak(changes: Partial<Omit<Leak, 'constructor'>> = {}): Leak {
  return {
    signature: 'unbounded-cache:visitors',
    cause: 'unbounded-cache',
    signal: 'heap-after-gc',
    retainedBytesPerRequest: 412,
    objectsPerRequest: 3,
    sink: { kind: 'Map', name: 'visitors', file: 'src/app.ts', line: 3 },
    insertion: { file: 'src/app.ts', line: 11, column: 14, function: 'handle', share: 1 },
    constructor: 'Visitor',
    retainingPath: ['visitors'],
    allocationSites: [],
    package: null,
    routes: ['GET /visits'],
    ...changes,
  };
}

/** A finding as a scan reports it. */
export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'unbounded-cache',
    cause: 'unbounded-cache',
    file: 'src/app.ts',
    line: 11,
    column: 3,
    message: 'visitors gains an entry per address; bound it',
    confidence: 'high',
    fix: 'automatic',
    fingerprint: `${changes.file ?? 'src/app.ts'}:${changes.line ?? 11}`,
    ...changes,
  };
}

export function aSignal(verdict: Verdict, slopePerRequest: number, name: Signal['name'] = 'heap-after-gc'): Signal {
  return {
    name,
    verdict,
    slopePerRequest,
    interval: [slopePerRequest - 2, slopePerRequest + 2],
    unit: name === 'descriptors' ? 'descriptors' : 'bytes',
    smallestDetectable: 9,
  };
}

/** Evidence of a trial; leaking as soon as a leak is given. */
export function someEvidence(leaks: readonly Leak[] = [], changes: Partial<Evidence> = {}): Evidence {
  const verdict = leaks.length > 0 ? 'leaking' : 'stable';
  const slope = leaks.reduce((sum, leak) => sum + leak.retainedBytesPerRequest, 0);
  return {
    schemaVersion: 1,
    verdict,
    reason: 'as scripted',
    signals: [aSignal(verdict, slope)],
    leaks: [...leaks],
    trial: {
      rounds: 8,
      requestsPerRound: 503,
      warmUpRequests: 250,
      node: process.version,
      command: 'node server.js',
      routes: ['GET /visits'],
      durationMs: 1,
      statuses: { '200': 1 },
      series: [],
      survivors: [],
    },
    ...changes,
  };
}
