import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import type { Signal } from '@watertight/evidence';
import { toHeapLeaks } from './leaks.ts';
import type { Suspect } from './localise.ts';
import type { Pinpointed } from './pinpoint.ts';
import { SourcePositions } from './source-positions.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-leaks-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const positions = new SourcePositions(root);
const built = join(root, 'dist/config.js');

function build(): void {
  const source = `interface Settings { name: string }

export class Config {
  settings: Settings | null = null;
}
`;
  const { outputText } = ts.transpileModule(source, {
    fileName: 'config.ts',
    compilerOptions: { inlineSourceMap: true, sourceRoot: '../src', target: ts.ScriptTarget.ES2022 },
  });
  mkdirSync(join(root, 'dist'));
  writeFileSync(built, outputText);
}
beforeAll(build);

const heap: Signal = {
  name: 'heap-after-gc',
  verdict: 'leaking',
  slopePerRequest: 310,
  interval: [300, 320],
  unit: 'bytes',
  smallestDetectable: 16,
};

function pinpointed(
  name: string,
  bytesPerRequest: number,
  changes: Partial<Omit<Suspect, 'constructor'>> = {},
): Pinpointed {
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
    retainingPath: { script: null, lines: [], origins: [] },
    scripts: [],
    cyclic: false,
    holdsRequest: false,
    ...changes,
  };
  const insertion = { file: 'src/app.ts', line: 11, share: 1 };
  return {
    suspect,
    insertion,
    insertingFile: '/app/src/app.ts',
    routes: [],
    bounded: false,
    drained: false,
    unfilledCap: null,
  };
}

test('one statement that fills several objects of one name is one leak of all their bytes and routes', () => {
  const parts = [pinpointed('sockets', 200), { ...pinpointed('sockets', 100), routes: ['GET /b'] }];
  const others = [
    pinpointed('visits', 10),
    { ...pinpointed('sockets', 10), insertion: { file: 'src/app.ts', line: 12, share: 1 } },
  ];
  const leaks = toHeapLeaks([...parts, ...others], [{ ...heap, slopePerRequest: 320 }], positions);
  expect(leaks.map(({ retainedBytesPerRequest }) => retainedBytesPerRequest)).toEqual([300, 10, 10]);
  expect(leaks[0]).toMatchObject({ objectsPerRequest: 6, routes: ['GET /b'] });
});

test('what no statement was seen to fill is a leak only where it explains what was measured', () => {
  const unseen = (bytesPerRequest: number) => ({ ...pinpointed('journal', bytesPerRequest), insertion: null });
  const full = { ...pinpointed('visits', 250), bounded: true };
  const scripts = ['/app/src/app.ts'];
  const growing = (bytes: number) => ({ ...unseen(bytes), suspect: { ...unseen(bytes).suspect, scripts } });
  expect(toHeapLeaks([full, growing(20)], [heap], positions)).toEqual([]);
  expect(toHeapLeaks([growing(250)], [heap], positions)).toHaveLength(1);
});

describe('the bytes of leaks in one heap', () => {
  test('a variable of a block, whose name the heap does not know, is named by the statement that inserts', () => {
    writeFileSync(
      join(root, 'server.cjs'),
      'if (isWorker) {\n  const visits = new Map();\n  on(() => visits.set(1, {}));\n}\n',
    );
    const one = pinpointed('(unnamed variable)', 10);
    const insertion = { file: 'server.cjs', line: 3, column: 19, share: 1 };
    const [leak] = toHeapLeaks([{ ...one, insertion, insertingFile: join(root, 'server.cjs') }], [heap], positions);
    expect(leak!.sink).toMatchObject({ name: 'visits', file: 'server.cjs', line: 2 });
  });

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

test("a field is declared in the author's source, although its line begins with blanks", () => {
  const changes = { declaredName: 'settings', scripts: [built] };
  const [leak] = toHeapLeaks([pinpointed('config.settings', 200, changes)], [heap], positions);
  expect(leak?.sink).toMatchObject({ file: 'src/config.ts', line: 4 });
});

describe('an object that only the runtime leads to', () => {
  test("is declared, and held, where its class stands in the author's source", () => {
    const line =
      readFileSync(built, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('class Config')) + 1;
    const retainingPath = {
      script: { file: built, line, column: 8 },
      lines: ['bound_this: Config', '._events: Object'],
      origins: [{ kind: 'own' as const }, { kind: 'runtime' as const }],
    };
    const [leak] = toHeapLeaks([pinpointed("Config.on('change')", 200, { retainingPath })], [heap], positions);
    expect(leak?.sink).toEqual({ kind: 'Map', name: "Config.on('change')", file: 'src/config.ts', line: 3 });
    expect(leak?.retainingPath).toEqual(['src/config.ts', 'bound_this: Config', '._events: Object']);
    expect(leak?.retainingPathOrigins).toEqual([{ kind: 'own' }, { kind: 'own' }, { kind: 'runtime' }]);
  });
});
