/** From what a beginner sees at once (1) to what takes a heap snapshot and a good day (6). */
export type Difficulty = 1 | 2 | 3 | 4 | 5 | 6;

/** A request of a probe. */
export interface ProbeRequest {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the trial of a wrong fix shows; the proofs check it. */
export type WrongOutcome =
  | { readonly kind: 'still-leaking' }
  /** Flat, but these requests in turn are answered otherwise than before. */
  | { readonly kind: 'changes-responses'; readonly probe: readonly ProbeRequest[] };

/** A fix that looks right. It is real code, in `wrong-fixes/<cause>/<id>.ts`. */
export interface WrongFix {
  readonly id: string;
  readonly title: string;
  /** Why it does not do, for somebody who just chose it. */
  readonly why: string;
  readonly outcome: WrongOutcome;
}

/** What a trainee is asked about a cause: which line leaks, and which fix is right. */
export interface Exercise {
  readonly difficulty: Difficulty;
  /** The symptom as somebody in charge of the server would tell it; never the cause. */
  readonly story: string;
  /** Each more specific than the one before. */
  readonly hints: readonly [string, string, string];
  /** `fixed.ts`. */
  readonly rightFix: { readonly title: string; readonly why: string };
  readonly wrongFixes: readonly [WrongFix, WrongFix] | readonly [WrongFix, WrongFix, WrongFix];
}

/**
 * Declares the exercise of a cause.
 *
 * @example
 * export const unclosedFileExercise = defineExercise({
 *   difficulty: 2,
 *   story: 'After some hours every route that opens a file answers 500.',
 *   hints: ['Which curve rises?', 'Who closes a descriptor?', 'Where is it opened?'],
 *   rightFix: { title: 'Close it in a finally block', why: 'It is closed on every path.' },
 *   wrongFixes: [
 *     { id: 'forget', title: 'Forget it', why: 'A number closes nothing.', outcome: { kind: 'still-leaking' } },
 *     { id: 'handle', title: 'Use a handle', why: 'Who opens has to close.', outcome: { kind: 'still-leaking' } },
 *   ],
 * });
 */
export function defineExercise(exercise: Exercise): Exercise {
  return exercise;
}
