import type { TestState } from './runner.ts';
import { failureOf, isPassed, measureFlatness, type StaysFlatOptions } from './stays-flat.ts';

/** What Jest and Vitest hand to a matcher as `this`. */
export interface MatcherContext extends TestState {
  readonly isNot: boolean;
}

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** The matchers as a test sees them; each has to be awaited. */
export interface WatertightMatchers {
  /** Loads the app and asserts that its memory stays flat; see `assertStaysFlat`. */
  toStayFlat(options: StaysFlatOptions): Promise<void>;
}

/** The assertions as matchers, for any `expect` that can be extended. */
export const matchers = {
  async toStayFlat(this: MatcherContext, app: unknown, options: StaysFlatOptions): Promise<MatcherResult> {
    const measured = await measureFlatness(app, options, this);
    // What cannot be told fails either way.
    if (measured.verdict === 'inconclusive' && !options.allowInconclusive) {
      return { pass: this.isNot, message: () => failureOf(measured, options) };
    }
    const pass = isPassed(measured, options);
    return {
      pass,
      message: () =>
        pass ? `expected memory to grow, but it stays flat\n\n${measured.account}` : failureOf(measured, options),
    };
  },
};
