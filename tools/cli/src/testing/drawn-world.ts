import type { FixPlan } from '@watertight/codemods';
import type { Evidence, Finding, HealResult, ScanResult } from '@watertight/evidence';
import { run } from '../run.ts';
import type { Settings, Tools } from '../tools.ts';
import type { StopSignal, World } from '../world.ts';

/** A world without a terminal that remembers what was written. */
export interface DrawnWorld extends World {
  readonly written: { stdout: string; stderr: string };
}

export function drawnWorld({
  cwd = process.cwd(),
  env = {},
  isTTY = false,
  stoppedBy = null as StopSignal | null,
  typed = [] as readonly string[],
  keys = '',
} = {}): DrawnWorld {
  const lines = [...typed];
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (written[name] += text),
    isTTY,
    columns: 80,
    rows: 40,
  });
  const onKey = (listen: (key: string) => void) => {
    for (const key of keys) listen(key);
    return () => undefined;
  };
  return {
    written,
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: { isTTY, readLine: () => Promise.resolve(lines.shift() ?? null), onKey, close: () => undefined },
    env,
    cwd,
    signal: new AbortController().signal,
    stoppedBy: () => stoppedBy,
  };
}

/** Runs a command line with scripted tools in a drawn world. */
export async function runDrawn(argv: readonly string[], tools: Partial<Tools> = {}, world = drawnWorld()) {
  const status = await run(argv, { ...drawnTools, ...tools }, world);
  return { status, ...world.written };
}

export const finding: Finding = {
  rule: 'unbounded-cache',
  cause: 'unbounded-cache',
  file: 'app.ts',
  line: 11,
  column: 3,
  message: 'visitors gains an entry per request; bound it',
  confidence: 'high',
  fix: 'suggested',
  fingerprint: '0123456789abcdef',
};

export const scanned: ScanResult = {
  schemaVersion: 1,
  findings: [],
  notAnalysed: [],
  stats: { files: 3, durationMs: 12 },
};

export const planned: FixPlan = {
  edits: [],
  fixed: [],
  left: [],
  dependencies: [],
  assumptions: [],
  capEntries: 0,
  notAnalysed: [],
};

export const stable: Evidence = {
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

export const leaking: Evidence = {
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

export const nothingHealed: HealResult = {
  schemaVersion: 1,
  healed: [],
  remaining: [],
  before: stable,
  after: null,
  written: false,
};

const unexpected = (name: string) => () => Promise.reject(new Error(`${name} was not expected`));

const notExpected = (name: string) => () => {
  throw new Error(`${name} was not expected`);
};

/** As in a folder without a configuration, suppressions or changes. */
export const noSettings: Settings = {
  cachedScan: unexpected('cachedScan'),
  changedFiles: notExpected('changedFiles'),
  chosenCauses: () => new Set(['unbounded-cache']),
  loadConfig: () => undefined,
  loadSuppressions: (path) => ({ path: `${path}/watertight-suppressions.json`, entries: [] }),
  nextSuppressions: notExpected('nextSuppressions'),
  rootOf: (path) => path,
  selectFindings: (result) => result,
  writeSuppressions: notExpected('writeSuppressions'),
};

const drawnTools: Tools = {
  parseRoute: (text, headers) => Promise.resolve({ method: 'GET', path: text.replace('GET ', ''), headers }),
  parseScenario: unexpected('parseScenario'),
  importScenario: unexpected('importScenario'),
  commandLoad: (name) => Promise.resolve({ name, drive: unexpected('drive') }),
  watchTraffic: () => Promise.resolve({ name: 'traffic', isTraffic: true, drive: unexpected('drive') }),
  runTrial: unexpected('runTrial'),
  runAttachedTrial: unexpected('runAttachedTrial'),
  discoverRoutes: unexpected('discoverRoutes'),
  scan: unexpected('scan'),
  loadProject: unexpected('loadProject'),
  settings: () => Promise.resolve(noSettings),
  planFixes: unexpected('planFixes'),
  unifiedDiff: (edits) => Promise.resolve(edits.map(({ file }) => `--- a/${file}\n`).join('')),
  writeEdits: unexpected('writeEdits'),
  refuseDirtyTree: () => Promise.resolve(),
  commandsToInstall: () => Promise.resolve([]),
  matchFindings: () => Promise.resolve([]),
  heal: unexpected('heal'),
  readSnapshot: unexpected('readSnapshot'),
  startLab: unexpected('startLab'),
  follow: unexpected('follow'),
};
