import type { AllocationCall, Evidence, Leak } from '@watertight/evidence';

/** The evidence without what gives the line away, for whoever is still to find it. */
export function withoutLines(evidence: Evidence): Evidence {
  const { leaks, allocations } = evidence;
  return {
    ...evidence,
    leaks: leaks.map(leakWithoutLines),
    ...(allocations && { allocations: callWithoutLines(allocations) }),
  };
}

function leakWithoutLines(leak: Leak): Leak {
  const shown: Leak = { ...leak, insertion: null, allocationSites: [], sink: leak.sink && { ...leak.sink } };
  delete shown.finding;
  delete shown.sink?.line;
  return shown;
}

function callWithoutLines(call: AllocationCall): AllocationCall {
  return { ...call, line: undefined, children: call.children.map(callWithoutLines) };
}
