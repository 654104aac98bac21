import type { AllocationFrame, AllocationTrace } from '@watertight/allocation-profile';
import type { AllocationCall } from '@watertight/evidence';

// A bar of so small a share could not be seen, and a report is to stay small.
const smallestShare = 0.005;
const mostCallsDeep = 48;

/** Whether a frame is one that the author or a dependency wrote. */
export function isOfTheProgram({ file, line }: AllocationFrame): boolean {
  return line > 0 && !file.startsWith('node:');
}

/**
 * What stayed alive as a tree of calls, the outermost first and the largest first in each; calls of the runtime are left out,
 * what they allocated is their caller's. Null where nothing stayed.
 */
export function allocationTree(traces: readonly AllocationTrace[], requests: number): AllocationCall | null {
  const root = newCall({ function: 'all that stayed alive' });
  for (const { frames, bytes } of traces) {
    let call = root;
    call.bytes += bytes;
    for (const frame of frames.filter(isOfTheProgram).reverse().slice(0, mostCallsDeep)) {
      call = calledFrom(call, frame);
      call.bytes += bytes;
    }
  }
  return root.bytes > 0 ? asRecord(root, { requests, smallestBytes: root.bytes * smallestShare }) : null;
}

interface Call {
  readonly place: Pick<AllocationCall, 'function' | 'file' | 'line'>;
  readonly calls: Map<string, Call>;
  bytes: number;
}

function newCall(place: Call['place']): Call {
  return { place, calls: new Map(), bytes: 0 };
}

// Where lines are exact, one function may have several: as calls they are one.
function calledFrom(caller: Call, { function: name, file, line }: AllocationFrame): Call {
  const key = `${file}\0${name}`;
  const known = caller.calls.get(key);
  if (known) return known;
  const call = newCall({ function: name || '(anonymous)', file, line });
  caller.calls.set(key, call);
  return call;
}

interface Scale {
  readonly requests: number;
  readonly smallestBytes: number;
}

function asRecord({ place, calls, bytes }: Call, scale: Scale): AllocationCall {
  const children = [...calls.values()]
    .filter((call) => call.bytes >= scale.smallestBytes)
    .sort((a, b) => b.bytes - a.bytes);
  return {
    ...place,
    bytesPerRequest: Number((bytes / scale.requests).toPrecision(3)),
    children: children.map((call) => asRecord(call, scale)),
  };
}
