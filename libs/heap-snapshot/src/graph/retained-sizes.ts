import { perSnapshot } from '../per-snapshot.ts';
import { dominatorsOf } from './dominators.ts';
import { takeMemory } from './reusable-memory.ts';
import { shallowSizesOf } from './shallow-sizes.ts';

/** For each node the bytes that would be freed if it went. */
export const retainedSizesOf = perSnapshot((snapshot): Float64Array => {
  const { immediateDominator, order } = dominatorsOf(snapshot);
  const shallowBytes = shallowSizesOf(snapshot);
  const retainedBytes = new Float64Array(takeMemory(snapshot, shallowBytes.byteLength), 0, shallowBytes.length);
  retainedBytes.set(shallowBytes);
  // A dominator comes before the nodes it dominates, so walking backwards finishes a node before its size is passed on.
  for (let place = order.length - 1; place > 0; place -= 1) {
    const node = order[place]!;
    retainedBytes[immediateDominator[node]!]! += retainedBytes[node]!;
  }
  return retainedBytes;
});
