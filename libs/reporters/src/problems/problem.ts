import type { FlowStep } from '@watertight/evidence';

/** What someone has to see to, in the shape that tools outside share: a rule, a level, a place. */
export interface Problem {
  /** Id of the cause, or `unexplained-leak`. */
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  /** One line, without a full stop. */
  readonly message: string;
  /** What else helps, in lines. */
  readonly details: readonly string[];
  /** Null where no place in source is known. */
  readonly place: ProblemPlace | null;
  /** The way of a value, from a request to what keeps it; empty where it is not known. */
  readonly flow: readonly ProblemStep[];
  /** Stable over unrelated edits. */
  readonly fingerprint: string;
}

export interface ProblemPlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number | undefined;
}

export interface ProblemStep {
  readonly place: ProblemPlace;
  readonly role: FlowStep['role'];
  readonly text: string;
}

/** The rule of memory that grows, or is, more than a budget allows. */
export const overBudgetRule = 'over-budget';

/** The rule of a leak that no cause of the catalog explains. */
export const unexplainedRule = 'unexplained-leak';
