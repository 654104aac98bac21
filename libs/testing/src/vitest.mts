// To be named in `setupFiles`, or imported by a test.
import { expect } from 'vitest';
import { matchers, type WatertightMatchers } from './matchers.ts';

expect.extend(matchers);

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- merges with Vitest's own
  interface Matchers<T> extends WatertightMatchers {}
}
