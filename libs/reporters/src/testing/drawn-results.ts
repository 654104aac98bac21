import type {
  AuditResult,
  Evidence,
  Finding,
  FixResult,
  HealResult,
  Leak,
  Sample,
  ScanResult,
  TrialRecord,
} from '@watertight/evidence';

/** Evidence as a trial of a small Express server would bring it, drawn by hand. */
export const visitorsLeak: Leak = {
  signature: '0123456789abcdef',
  cause: 'unbounded-cache',
  signal: 'heap-after-gc',
  retainedBytesPerRequest: 412,
  objectsPerRequest: 3,
  sink: { kind: 'Map', name: 'visitors', file: 'src/app.ts', line: 9 },
  insertion: { file: 'src/app.ts', line: 11, column: 14, function: 'handle', share: 0.98 },
  constructor: 'Visitor',
  retainingPath: ['src/app.ts', 'visitors: Map', '[17]: Visitor'],
  retainingPathOrigins: [{ kind: 'own' }, { kind: 'own' }, { kind: 'own' }],
  allocationSites: [
    { file: 'src/visitor.ts', line: 4, column: 10, function: 'newVisitor', precision: 'line', bytesPerRequest: 301 },
    { file: 'src/app.ts', line: 10, column: 3, function: 'handle', precision: 'function', bytesPerRequest: 104 },
    { file: 'src/app.ts', line: 30, column: 3, function: 'log', precision: 'line', bytesPerRequest: 7 },
  ],
  package: null,
  routes: ['GET /visit'],
};

export const templateLeak: Leak = {
  ...visitorsLeak,
  signature: 'fedcba9876543210',
  cause: 'leaky-dependency',
  retainedBytesPerRequest: 1840,
  objectsPerRequest: 12,
  sink: { kind: 'Object', name: 'defaultWriter.cache' },
  insertion: {
    file: 'node_modules/mustache/mustache.js',
    line: 447,
    column: 20,
    function: 'parse',
    share: 1,
    caller: { file: 'src/mail.ts', line: 20, column: 3, function: 'greet' },
  },
  constructor: 'Array',
  retainingPath: ['src/mail.ts', 'mailer: EventEmitter', '.writer: Writer', '.cache: Object', '[…]: Array'],
  retainingPathOrigins: [
    { kind: 'own' },
    { kind: 'own' },
    { kind: 'runtime' },
    { kind: 'dependency', package: { name: 'mustache', version: '3.2.1' } },
    { kind: 'dependency', package: { name: 'mustache', version: '3.2.1' } },
  ],
  allocationSites: [],
  package: { name: 'mustache', version: '3.2.1' },
};

function seriesOf(bytesPerRequest: number, descriptorsPerRequest = 0): Sample[] {
  return [0, 1, 2, 3, 4].map((round) => ({
    requests: round * 503,
    heapUsedBytes: 6_000_000 + round * 503 * bytesPerRequest,
    heapUsedBeforeGcBytes: 11_000_000 + ((round * 37) % 5) * 200_000 + round * 503 * bytesPerRequest,
    externalBytes: 2_000_000,
    rssBytes: 80_000_000,
    descriptors: 22 + round * 503 * descriptorsPerRequest,
  }));
}

const trial: TrialRecord = {
  rounds: 4,
  requestsPerRound: 503,
  warmUpRequests: 1000,
  node: 'v22.23.3',
  command: 'node dist/server.js',
  routes: ['GET /visit'],
  durationMs: 12_340,
  statuses: { 200: 9531 },
  series: seriesOf(412),
  survivors: [
    { requests: 503, objectsByAge: [1530, 1512, 1509] },
    { requests: 1006, objectsByAge: [1521, 1509] },
  ],
};

export const leaking: Evidence = {
  schemaVersion: 1,
  verdict: 'leaking',
  reason: 'the heap grows by 412 B per request',
  signals: [
    {
      name: 'heap-after-gc',
      verdict: 'leaking',
      slopePerRequest: 412,
      interval: [409, 416],
      unit: 'bytes',
      smallestDetectable: 9,
    },
    {
      name: 'descriptors',
      verdict: 'stable',
      slopePerRequest: 0,
      interval: [0, 0],
      unit: 'descriptors',
      smallestDetectable: 0.01,
    },
  ],
  leaks: [visitorsLeak],
  trial,
};

/** The same with what was allocated and stayed alive. */
export const sampled: Evidence = {
  ...leaking,
  allocations: {
    function: 'all that stayed alive',
    bytesPerRequest: 412,
    children: [
      {
        function: 'handle',
        file: 'src/app.ts',
        line: 10,
        bytesPerRequest: 405,
        children: [
          { function: 'newVisitor', file: 'src/visitor.ts', line: 3, bytesPerRequest: 301, children: [] },
          { function: 'set', file: 'node_modules/store/index.js', line: 8, bytesPerRequest: 20, children: [] },
        ],
      },
      { function: 'log', file: 'src/app.ts', line: 29, bytesPerRequest: 7, children: [] },
    ],
  },
};

export const stable: Evidence = {
  ...leaking,
  verdict: 'stable',
  reason: 'nothing grows with the requests',
  signals: [
    {
      name: 'heap-after-gc',
      verdict: 'stable',
      slopePerRequest: 0.2,
      interval: [-1, 2],
      unit: 'bytes',
      smallestDetectable: 9,
    },
  ],
  leaks: [],
  trial: { ...trial, series: seriesOf(0.2), survivors: [] },
};

/** Two routes, one of which has a budget of its own and exceeds it. */
export const overBudget: Evidence = {
  ...stable,
  budgets: [
    {
      route: 'GET /visit',
      signal: 'heap-after-gc',
      limits: 'growth-per-request',
      budgetBytes: 64,
      measuredBytes: 412,
      verdict: 'over',
    },
    {
      route: null,
      signal: 'heap-after-gc',
      limits: 'size-after-collection',
      budgetBytes: 80e6,
      measuredBytes: 6_000_404,
      isUpperBound: true,
      verdict: 'within',
    },
  ],
};

export const inconclusive: Evidence = {
  ...stable,
  verdict: 'inconclusive',
  reason: 'the heap is too noisy to tell',
  signals: [
    {
      name: 'heap-after-gc',
      verdict: 'inconclusive',
      slopePerRequest: 40,
      interval: [-15, 130],
      unit: 'bytes',
      smallestDetectable: 200,
      reason: 'the interval spans zero and the bound',
    },
  ],
};

export const leakingDescriptors: Evidence = {
  ...leaking,
  reason: 'each request leaves 1 descriptor open',
  signals: [
    {
      name: 'descriptors',
      verdict: 'leaking',
      slopePerRequest: 1,
      interval: [1, 1],
      unit: 'descriptors',
      smallestDetectable: 0.01,
    },
  ],
  leaks: [
    {
      ...visitorsLeak,
      cause: 'unclosed-file',
      signal: 'descriptors',
      retainedBytesPerRequest: 0,
      objectsPerRequest: 0,
      sink: null,
      constructor: null,
      retainingPath: [],
      retainingPathOrigins: [],
      allocationSites: [],
      insertion: { file: 'src/files.ts', line: 8, column: 22, function: 'download', share: 1 },
    },
  ],
  trial: { ...trial, series: seriesOf(0, 1), survivors: [] },
};

export const finding: Finding = {
  rule: 'unbounded-cache',
  cause: 'unbounded-cache',
  file: 'src/app.ts',
  line: 11,
  column: 14,
  message: 'visitors gains an entry per address; bound it',
  confidence: 'high',
  fix: 'suggested',
  fingerprint: 'f1',
  flow: [
    { role: 'source', file: 'src/app.ts', line: 10, column: 19, text: 'req.ip comes from the request' },
    {
      role: 'insertion',
      file: 'src/app.ts',
      line: 11,
      column: 14,
      text: 'visitors.set(address, { at: now }) puts it into visitors',
    },
    { role: 'owner', file: 'src/app.ts', line: 9, column: 7, text: 'visitors outlives the request' },
  ],
};

export const fileFinding: Finding = {
  ...finding,
  rule: 'unclosed-file',
  cause: 'unclosed-file',
  file: 'src/files.ts',
  line: 8,
  column: 22,
  message: 'descriptor is opened per request and never closed; close it in a finally block',
  fix: 'automatic',
  fingerprint: 'f2',
};

export const scanned: ScanResult = {
  schemaVersion: 1,
  findings: [
    finding,
    fileFinding,
    {
      ...finding,
      line: 30,
      column: 3,
      message: 'seen may grow; bound it',
      confidence: 'low',
      fix: 'manual',
      fingerprint: 'f3',
    },
  ],
  notAnalysed: [{ file: 'src/broken.ts', reason: "';' expected at line 3" }],
  stats: { files: 12, durationMs: 840 },
};

export const patch = `--- a/src/app.ts
+++ b/src/app.ts
@@ -9,3 +9,3 @@
-const visitors = new Map<string, Visitor>();
+const visitors = new LRUCache<string, Visitor>({ max: 1000 });
 
 export function handle(req: Request, res: Response) {
`;

export const fixPlan: FixResult = {
  schemaVersion: 1,
  diff: patch,
  fixed: [finding],
  left: [{ finding: fileFinding, why: 'the descriptor is stored in a field' }],
  dependencies: [{ name: 'lru-cache', version: '11.2.2', packageJson: 'package.json' }],
  assumptions: ['1,000 entries are enough for visitors'],
  notAnalysed: [],
  written: false,
};

export const healedResult: HealResult = {
  schemaVersion: 1,
  healed: [
    {
      signature: visitorsLeak.signature,
      cause: 'unbounded-cache',
      rule: 'unbounded-cache',
      accepted: true,
      why: 'flat under the same load, and the responses agree',
      file: 'src/app.ts',
      patch,
      leak: visitorsLeak,
      before: { verdict: 'leaking', slopePerRequest: 412, interval: [409, 416], unit: 'bytes' },
      after: { verdict: 'stable', slopePerRequest: 0.2, interval: [-1, 2], unit: 'bytes' },
      responses: { compared: 503, different: 0, examples: [], volatile: ['header date'] },
      assumptions: ['1,000 entries are enough for visitors'],
      dependencies: [{ name: 'lru-cache', version: '11.2.2' }],
    },
  ],
  remaining: [{ ...templateLeak, why: 'no finding matches its line' }],
  before: { ...leaking, leaks: [visitorsLeak, templateLeak] },
  after: { ...stable, verdict: 'leaking', leaks: [templateLeak] },
  written: false,
};

export const audited: AuditResult = {
  schemaVersion: 1,
  lockFile: 'package-lock.json',
  format: 'npm',
  findings: [
    {
      package: 'mem',
      version: '3.0.1',
      line: 1204,
      why: 'keeps results whose maxAge has passed',
      remedy: 'update to 4.0.0',
      firstGood: '4.0.0',
      through: ['os-locale@3.0.1', 'mem@3.0.1'],
      isForDevelopment: false,
      references: ['https://example.org/advisories/mem'],
      fingerprint: 'a1',
    },
  ],
  stats: { packages: 412, knownLeaks: 9 },
};
