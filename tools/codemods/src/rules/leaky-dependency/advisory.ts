import type { Analysis } from '../../analysis/analysis.ts';
import type { CallLike } from '../../analysis/syntax.ts';
import type { Rewrite } from '../../rule.ts';

/** A package known to keep what it should drop, and the call by which a program runs into it. */
export interface Advisory {
  readonly package: string;
  /** The first version in which the call no longer leaks; null where the usage itself must change. */
  readonly firstGood: string | null;
  /** The first version that leaks, where older ones do not. */
  readonly firstLeaky?: string;
  /** Exports or methods whose call leaks, such as `render` or `default`. */
  readonly calls: readonly string[];
  /** `import` calls the export itself; `instance` a method of an object that the package made. */
  readonly on: 'import' | 'instance';
  /** Whether the call leaks only where it runs per request, or wherever it stands. */
  readonly when: 'request' | 'always';
  /** What else must hold of the call. */
  readonly needs?: (call: CallLike, analysis: Analysis) => boolean;
  /** What piles up, as the first half of a message. */
  readonly why: string;
  readonly remedy: string;
  readonly rewrite?: (call: CallLike, analysis: Analysis) => Rewrite | undefined;
}
