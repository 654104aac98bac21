import type { HeapDominators, HeapGrowth, HeapRetainers } from '@watertight/evidence';

/** Answers about a heap in which `journal.recent` grows. */
export const growing: HeapGrowth = {
  schemaVersion: 1,
  files: ['1.heapsnapshot', '2.heapsnapshot', '3.heapsnapshot'],
  verdict: 'growing',
  sinkCount: 1,
  sinks: [
    {
      id: 4711,
      name: 'journal.recent',
      kind: 'Map',
      entryClass: 'RequestRecord',
      newObjects: 3018,
      bytes: 295_000,
      steps: [
        { entries: 503, newObjects: 1509, bytes: 160_000 },
        { entries: 503, newObjects: 1509, bytes: 135_000 },
      ],
      retainingPath: ['/srv/app/server.mjs', 'journal: Journal', '.recent: Map', '[17]: RequestRecord'],
    },
  ],
  classes: [{ className: 'RequestRecord', countDeltas: [503, 503], bytesDelta: 48_288 }],
};

export const retained: HeapRetainers = {
  schemaVersion: 1,
  file: 'app.heapsnapshot',
  query: 'class RequestRecord',
  found: 1006,
  objects: [
    {
      id: 17,
      label: 'RequestRecord',
      shallowBytes: 48,
      retainedBytes: 232,
      source: { file: '/srv/app/server.mjs', line: 3, column: 34 },
      retainingPaths: [
        ['/srv/app/server.mjs', '.recent: Map', '[17]: RequestRecord'],
        ['/srv/app/server.mjs', 'last: RequestRecord'],
      ],
    },
  ],
  graph: {
    nodes: [
      node({ ordinal: 5, id: 17, label: 'RequestRecord', depth: 0 }),
      node({ ordinal: 4, id: 4711, label: 'Map', depth: 1 }),
      node({ ordinal: 1, id: 1, label: '(GC roots)', depth: 2, isRoot: true }),
    ],
    edges: [
      { from: 4, to: 5, label: '[17]' },
      { from: 1, to: 4, label: '.recent' },
    ],
  },
};

type GraphNode = NonNullable<HeapRetainers['graph']>['nodes'][number];

function node(known: Pick<GraphNode, 'ordinal' | 'id' | 'label' | 'depth'> & Partial<GraphNode>): GraphNode {
  return { retainedBytes: 232, hiddenRetainerCount: 0, isRoot: false, ...known };
}

export const dominated: HeapDominators = {
  schemaVersion: 1,
  file: 'app.heapsnapshot',
  minShare: 0.001,
  root: branch('(root)', 1_000_000, [
    branch('journal: Journal', 600_000, [
      branch('.recent: Map', 590_000, [{ ...branch('RequestRecord', 500_000, []), count: 1006, id: null }]),
    ]),
    branch('(compiled code)', 300_000, []),
    branch('settings: Object', 1_000, []),
  ]),
};

function branch(name: string, retainedBytes: number, children: HeapDominators['root'][]): HeapDominators['root'] {
  return { name, count: 1, id: 7, retainedBytes, shallowBytes: 48, children };
}
