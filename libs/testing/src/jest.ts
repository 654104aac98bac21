/// <reference types="expect" preserve="true" />
// To be named in `setupFilesAfterEnv`, or imported by a test.
import { matchers, type WatertightMatchers } from './matchers.ts';

interface Expecting {
  readonly expect: { extend(matchers: object): void };
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, before the tests that use the matchers
const requireHere = <Exports>(name: string): Exports => require(name) as Exports;
// Where globals are off, Jest hands `expect` out by this name, and only to what runs inside it.
const { expect } =
  'expect' in globalThis ? (globalThis as unknown as Expecting) : requireHere<Expecting>('@jest/globals');
expect.extend(matchers);

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- where @types/jest has its matchers
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- merges with Jest's own
    interface Matchers<R, T> extends WatertightMatchers {}
  }
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- merges with Jest's own
  interface Matchers<R, T> extends WatertightMatchers {}
}
