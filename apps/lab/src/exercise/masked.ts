import type { AllocationCall, Evidence } from '@watertight/evidence';

/** The evidence without what gives the line away, for whoever is still to find it. */
export function withoutLines(evidence: Evidence): Evidence {
  const leaks = evidence.leaks.map(({ finding: _finding, sink, ...leak }) => {
    const { line: _line, ...namedSink } = sink ?? { line: 0, kind: '', name: '' };
    return { ...leak, insertion: null, allocationSites: [], sink: sink && namedSink };
  });
  return { ...evidence, leaks, ...(evidence.allocations && { allocations: withoutLine(evidence.allocations) }) };
}

function withoutLine({ line: _line, ...call }: AllocationCall): AllocationCall {
  return { ...call, children: call.children.map(withoutLine) };
}
