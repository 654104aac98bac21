import { setTimeout as delay } from 'node:timers/promises';
import { trafficName } from '@watertight/evidence';
import type { OutsideLoad } from '@watertight/load';

/** The load that is there anyway: sends nothing, and takes what comes in during a stretch of time as one block. */
export function watchTraffic(roundMs: number): OutsideLoad {
  return {
    name: trafficName,
    isTraffic: true,
    drive: ({ signal }) => delay(roundMs, undefined, { signal }).catch(() => undefined),
  };
}
