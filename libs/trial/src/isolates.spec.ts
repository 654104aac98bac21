import type { MemorySample, Operation } from '@watertight/agent';
import { Isolates, type Isolate } from './isolates.ts';

interface Heap extends Isolate {
  readonly name: string;
  heapUsedBytes: number;
}

const sampleOf = ({ heapUsedBytes }: Heap): MemorySample => ({
  heapUsedBytes,
  externalBytes: 1,
  rssBytes: 100,
  descriptors: 20,
});

function target(...heaps: Heap[]) {
  const asked: string[] = [];
  const isolates = new Isolates<Heap>((heap: Heap, op: Operation) => {
    if (op !== 'sample') asked.push(heap.name);
    return heap.heapUsedBytes < 0 ? Promise.reject(new Error('hung')) : Promise.resolve(sampleOf(heap));
  });
  for (const heap of heaps) isolates.add(heap);
  isolates.serveBy(heaps[0]!);
  return { isolates, asked, sample: () => isolates.ask('sample', { settleMs: 0 }) };
}

const heap = (name: string, more: Partial<Heap> = {}): Heap => ({
  name,
  pid: 1,
  parentPid: 0,
  threadId: 0,
  isClusterWorker: false,
  heapUsedBytes: 1000,
  ...more,
});

test('memory is that of all heaps; what belongs to the process is counted once for its threads', async () => {
  const { sample } = target(heap('main'), heap('thread', { threadId: 1 }), heap('child', { pid: 2, parentPid: 1 }));
  expect(await sample()).toEqual({ heapUsedBytes: 3000, externalBytes: 3, rssBytes: 200, descriptors: 40 });
});

test('questions go to the worker of a cluster that serves, not to the primary that owns the port', async () => {
  const worker = heap('worker', { pid: 2, parentPid: 1, isClusterWorker: true });
  const { isolates, asked } = target(heap('primary'), worker);
  await isolates.ask('timers', {});
  expect(asked).toEqual(['worker']);
});

test('after a look at the growth, questions go to the heap that gained the most', async () => {
  const [main, thread] = [heap('main'), heap('thread', { threadId: 1 })];
  const { isolates, asked, sample } = target(main, thread);
  await sample();
  main.heapUsedBytes += 10;
  thread.heapUsedBytes += 500;
  await sample();
  isolates.lookAtGrowth();
  await isolates.ask('timers', {});
  expect(asked).toEqual(['thread']);
});

test('a target that does not grow is looked at where it serves', async () => {
  const { isolates, asked, sample } = target(heap('main'), heap('thread', { threadId: 1 }));
  await sample();
  await sample();
  isolates.lookAtGrowth();
  await isolates.ask('timers', {});
  expect(asked).toEqual(['main']);
});

test('a thread that ended or hangs counts with what it last told; one that starts later does not count', async () => {
  const [ended, hung, late] = ['ended', 'hung', 'late'].map((name, index) => heap(name, { threadId: index + 1 })) as [
    Heap,
    Heap,
    Heap,
  ];
  const { isolates, sample } = target(heap('main'), ended, hung);
  await sample();
  isolates.remove(ended);
  hung.heapUsedBytes = -1;
  isolates.add(late);
  expect((await sample()).heapUsedBytes).toBe(3000);
});
