import { applySourceMap, toPath } from './stacks.ts';
import { inspector, post } from './inspect.ts';
import type { AllocationNode, AllocationProfile, Operations } from './protocol.ts';
import { settle } from './sample.ts';

/** From now on samples what is allocated, every so many bytes on average. */
export async function sampleAllocations({
  intervalBytes,
  undisturbed = false,
}: Operations['allocations-start']['ask']): Promise<null> {
  await inspector();
  if (!undisturbed) await settle(0);
  await post('HeapProfiler.startSampling', { samplingInterval: intervalBytes });
  return null;
}

/** What was allocated since sampling began and has not been collected yet. */
export async function allocationsSoFar(): Promise<AllocationProfile> {
  return inSources(await post<{ profile: AllocationProfile }>('HeapProfiler.getSamplingProfile'));
}

/** Stops sampling; answers what was allocated since and is still alive. */
export async function liveAllocations(settleMs: number): Promise<AllocationProfile> {
  await settle(settleMs);
  return inSources(await post<{ profile: AllocationProfile }>('HeapProfiler.stopSampling'));
}

function inSources({ profile }: { profile: AllocationProfile }): AllocationProfile {
  return { samples: profile.samples, head: inSource(profile.head) };
}

// What the runtime knows of source maps is known nowhere else.
function inSource(node: AllocationNode): AllocationNode {
  const { callFrame } = node;
  const { file, line, column, mapped } = applySourceMap({
    file: toPath(callFrame.url),
    line: callFrame.lineNumber + 1,
    column: callFrame.columnNumber + 1,
    function: callFrame.functionName,
    mapped: false,
  });
  const inMap = mapped && { url: file, lineNumber: line - 1, columnNumber: column - 1 };
  return { ...node, callFrame: { ...callFrame, ...inMap }, children: node.children.map(inSource) };
}
