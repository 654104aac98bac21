import type { Signal } from '@watertight/evidence';
import { toHeapLeaks } from './leaks.ts';
import type { Suspect } from './localise.ts';
import type { Pinpointed } from './pinpoint.ts';
import { SourcePositions } from './source-positions.ts';

const positions = new SourcePositions(__dirname);
const heap: Signal = {
  name: 'heap-after-gc',
  verdict: 'leaking',
  slopePerRequest: 310,
  interval: [300, 320],
  unit: 'bytes',
  smallestDetectable: 16,
};

function pinpointed(name: string, bytesPerRequest: number): Pinpointed {
  const suspect: Suspect = {
    heapObjectId: 17,
    kind: 'Map',
    name,
    declaredName: null,
    owners: [],
    fields: [],
    objectsPerRequest: 3,
    bytesPerRequest,
    entriesPerRequest: 1,
    constructor: 'Visit',
    retainingPath: [],
    scripts: [],
    cyclic: false,
    holdsRequest: false,
  };
  const insertion = { file: 'src/app.ts', line: 11, share: 1 };
  return { suspect, insertion, insertingFile: '/app/src/app.ts', routes: [], bounded: false };
}

describe('the bytes of leaks in one heap', () => {
  test('are divided as two snapshots tell, and each names what was measured for all', () => {
    const leaks = toHeapLeaks([pinpointed('visitors', 200), pinpointed('audit', 300)], [heap], positions);
    expect(leaks.map((leak) => [leak.retainedBytesPerRequest, leak.measuredTogetherBytesPerRequest])).toEqual([
      [124, 310],
      [186, 310],
    ]);
  });

  test('of one leak alone are what was measured', () => {
    const [leak] = toHeapLeaks([pinpointed('visitors', 200)], [heap], positions);
    expect(leak).toMatchObject({ retainedBytesPerRequest: 310 });
    expect(leak).not.toHaveProperty('measuredTogetherBytesPerRequest');
  });

  test('that only the snapshots tell are those of each leak', () => {
    const survivors: Signal = { ...heap, name: 'survivors', unit: 'objects', slopePerRequest: 6 };
    const leaks = toHeapLeaks([pinpointed('visitors', 200), pinpointed('audit', 300)], [survivors], positions);
    expect(leaks.map((leak) => leak.retainedBytesPerRequest)).toEqual([200, 300]);
    expect(leaks[0]).not.toHaveProperty('measuredTogetherBytesPerRequest');
  });
});
