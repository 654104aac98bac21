import { mapByProgram } from './program-maps.ts';

const frame = { file: '/srv/app.js', line: 20, column: 5, function: 'add', mapped: false };
const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
afterEach(() => {
  if (before) Object.defineProperty(Error, 'prepareStackTrace', before);
  else Reflect.deleteProperty(Error, 'prepareStackTrace');
});

// As `source-map-support` does it: each site is copied method by method, and then written.
const copying =
  (line: number) =>
  (error: Error, sites: readonly object[]): string => {
    const copies = sites.map((site) => {
      const copy: Record<string, unknown> = {};
      for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(site))) {
        const method = Reflect.get(site, name) as (...args: unknown[]) => unknown;
        copy[name] = /^(?:is|get)/.test(name) ? () => method.call(site) : method;
      }
      return { ...copy, getFileName: () => '/srv/app.ts', getLineNumber: () => line };
    });
    return [String(error), ...copies.map(String)].join('\n    at ');
  };

test('a position is the one that the program writes into its stacks', () => {
  Error.prepareStackTrace = copying(8) as typeof Error.prepareStackTrace;
  expect(mapByProgram(frame)).toEqual({ file: '/srv/app.ts', line: 8, column: 5 });
});

test('where stacks are written as they are, nothing is mapped', () => {
  Error.prepareStackTrace = copying(20) as typeof Error.prepareStackTrace;
  expect(mapByProgram(frame)).toBeNull();
});

test('a formatter that fails, or writes no positions, maps nothing', () => {
  Error.prepareStackTrace = () => {
    throw new Error('no maps');
  };
  expect(mapByProgram(frame)).toBeNull();
  Error.prepareStackTrace = (_, sites) => sites;
  expect(mapByProgram(frame)).toBeNull();
});
