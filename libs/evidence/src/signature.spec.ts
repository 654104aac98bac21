import { fnv1a64, leakSignature, type SignedParts } from './signature.ts';

const leak: SignedParts = {
  signal: 'heap-after-gc',
  sink: { kind: 'Map', name: 'visitors', file: 'src/app.ts', line: 9 },
  insertion: { file: 'src/app.ts', line: 11, column: 14, function: 'handle', share: 1 },
  constructor: 'Visitor',
  package: null,
};

describe('the signature of a leak', () => {
  test('is 16 hexadecimal digits', () => {
    expect(leakSignature(leak)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('stays when an edit above moves the lines', () => {
    const moved: SignedParts = {
      ...leak,
      sink: { kind: 'Map', name: 'visitors', file: 'src/app.ts', line: 19 },
      insertion: { file: 'src/app.ts', line: 21, column: 3, function: 'handle', share: 0.9 },
    };
    expect(leakSignature(moved)).toBe(leakSignature(leak));
  });

  test('stays whether bytes or survivors showed the leak best', () => {
    expect(leakSignature({ ...leak, signal: 'survivors' })).toBe(leakSignature(leak));
  });

  test('stays when a leaky dependency is updated', () => {
    const old: SignedParts = { ...leak, package: { name: 'mustache', version: '3.2.0' } };
    expect(leakSignature({ ...old, package: { name: 'mustache', version: '3.2.1' } })).toBe(leakSignature(old));
  });

  test('stays on Windows', () => {
    const windows: SignedParts = { ...leak, insertion: { ...leak.insertion!, file: 'src\\app.ts' } };
    expect(leakSignature(windows)).toBe(leakSignature(leak));
  });

  test.each<[string, SignedParts]>([
    ['sink', { ...leak, sink: { kind: 'Map', name: 'sessions' } }],
    ['kind of sink', { ...leak, sink: { kind: 'Set', name: 'visitors' } }],
    ['file', { ...leak, insertion: { file: 'src/other.ts', line: 11, function: 'handle', share: 1 } }],
    ['function', { ...leak, insertion: { file: 'src/app.ts', line: 11, function: 'other', share: 1 } }],
    ['class', { ...leak, constructor: 'Session' }],
    ['package', { ...leak, package: { name: 'mustache', version: '3.2.1' } }],
    ['memory', { ...leak, signal: 'descriptors' }],
  ])('differs by %s', (_part, other) => {
    expect(leakSignature(other)).not.toBe(leakSignature(leak));
  });

  test('does not confuse a missing part with its neighbour', () => {
    const unknown: SignedParts = { ...leak, sink: null, insertion: null };
    expect(leakSignature({ ...unknown, constructor: 'x', package: null })).not.toBe(
      leakSignature({ ...unknown, constructor: null, package: { name: 'x', version: '1.0.0' } }),
    );
  });
});

// Test vectors of the authors: http://www.isthe.com/chongo/src/fnv/test_fnv.c
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('FNV-1a of "%s" is %s', (text, hash) => {
  expect(fnv1a64(text)).toBe(hash);
});
