import { judgeHandles, type HandlesOptions } from './handles.ts';
import { judgeInstances, type Class, type InstanceCount } from './instances.ts';
import { judgeListeners, type ListenersOptions } from './listeners.ts';
import { judgeRetained, type Called } from './retains.ts';
import type { TestState } from './runner.ts';
import { failureOf, isPassed, measureFlatness, type StaysFlatOptions } from './stays-flat.ts';

/** What Jest and Vitest hand to a matcher as `this`. */
export interface MatcherContext extends TestState {
  readonly isNot?: boolean;
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
  /** With `.not`: calls the function and asserts that nothing of it is left; see `assertRetainsNothing`. */
  toRetain(...of: readonly Class[]): Promise<void>;
  /** Calls the function and asserts that it leaves nothing open; see `assertReleasesHandles`. */
  toReleaseHandles(options?: HandlesOptions): Promise<void>;
  /** With `.not`: calls the function and asserts that it leaves no listener behind; see `assertAddsNoListeners`. */
  toAddListeners(options?: ListenersOptions): Promise<void>;
  /** Asserts how many instances of the class are alive after a collection; see `assertInstances`. */
  toHaveInstances(expected: InstanceCount): Promise<void>;
}

/** The assertions as matchers, for any `expect` that can be extended. */
export const matchers = {
  async toStayFlat(this: MatcherContext, app: unknown, options: StaysFlatOptions): Promise<MatcherResult> {
    const measured = await measureFlatness(app, options, this);
    const pass = isPassed(measured, options);
    // What cannot be told fails either way.
    const isOpen = measured.verdict === 'inconclusive' && !pass;
    if (isOpen) return { pass: this.isNot === true, message: () => failureOf(measured, options) };
    const flat = `expected memory to grow, but it stays flat\n\n${measured.account}`;
    return { pass, message: () => (pass ? flat : failureOf(measured, options)) };
  },

  async toRetain(this: MatcherContext, act: Called, ...of: Class[]): Promise<MatcherResult> {
    const { pass, message } = await judgeRetained(act, { of }, this);
    return { pass: !pass, message: () => message };
  },

  async toReleaseHandles(act: () => unknown, options: HandlesOptions = {}): Promise<MatcherResult> {
    const { pass, message } = await judgeHandles(act, options);
    return { pass, message: () => message };
  },

  async toAddListeners(act: () => unknown, options: ListenersOptions = {}): Promise<MatcherResult> {
    const { pass, message } = await judgeListeners(act, options);
    return { pass: !pass, message: () => message };
  },

  async toHaveInstances(counted: Class, expected: InstanceCount): Promise<MatcherResult> {
    const { pass, message } = await judgeInstances(counted, expected);
    return { pass, message: () => message };
  },
};
