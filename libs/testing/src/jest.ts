/// <reference types="expect" preserve="true" />
// To be named in `setupFilesAfterEnv`, or imported by a test.
import { matchers, type WatertightMatchers } from './matchers.ts';

interface Expecting {
  readonly expect: { extend(matchers: object): void };
}

// Where globals are off, Jest hands `expect` out by this name, and only to what runs inside it.
const { expect } =
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- this file is CommonJS, as Jest loads it
  'expect' in globalThis ? (globalThis as unknown as Expecting) : (require('@jest/globals') as Expecting);
expect.extend(matchers);

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the form in which @types/jest declares it
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- merges with Jest's own
    interface Matchers<R, T> extends WatertightMatchers {}
  }
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- merges with Jest's own
  interface Matchers<R, T> extends WatertightMatchers {}
}
