import { chmodSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import { foundProcess } from './found-process.ts';
import { memoryLimits } from './memory-limits.ts';
import { allocationsSoFar, liveAllocations, sampleAllocations } from './allocations.ts';
import { liveMoment } from './live.ts';
import { allowCompiling } from './engine.ts';
import type { Operation, Operations, Question } from './protocol.ts';
import { countRegistrations } from './registrations.ts';
import { openResources, recordResources } from './resources.ts';
import { registeredRoutes } from './routes.ts';
import { sampleMemory, settle } from './sample.ts';
import { servedRequests } from './served.ts';
import { liveTimers } from './timers.ts';
import { endBlock, startTracking, stopTracking } from './survivors.ts';
import { addTaps, countOnly, removeTaps, reportTaps } from './taps.ts';
import { startWatching, stopWatching } from './watch.ts';

type Answers = {
  readonly [Op in Operation]: (
    ask: Operations[Op]['ask'],
  ) => Promise<Operations[Op]['answer']> | Operations[Op]['answer'];
};

const answers: Answers = {
  sample: ({ settleMs }) => sampleMemory(settleMs),
  found: foundProcess,
  limits: memoryLimits,
  served: servedRequests,
  'watch-start': startWatching,
  'watch-stop': stopWatching,
  'track-start': startTracking,
  'track-mark': ({ settleMs }) => endBlock(settleMs),
  'track-stop': stopTracking,
  snapshot: async ({ file }) => {
    await settle(50);
    writeHeapSnapshot(file);
    chmodSync(file, 0o600);
    return null;
  },
  timers: liveTimers,
  registrations: countRegistrations,
  tap: ({ targets, withinMs }) => addTaps(targets, withinMs),
  compile: ({ allowed }) => allowCompiling(allowed),
  'tap-count': countOnly,
  'tap-report': reportTaps,
  routes: registeredRoutes,
  untap: removeTaps,
  'resources-start': recordResources,
  'resources-stop': openResources,
  'allocations-start': (ask) => sampleAllocations(ask),
  'allocations-look': allocationsSoFar,
  'allocations-stop': ({ settleMs }) => liveAllocations(settleMs),
  live: liveMoment,
};

/** Does what the trial asks and returns the answer. */
export function answer(question: Question): unknown {
  const operation = answers[question.op] as (ask: object) => unknown;
  return operation(question.ask);
}
