import type { Verdict } from '@watertight/evidence';
import type { HeapReport, Report } from '@watertight/reporters';

/** What a command found, and the exit status that says so. */
export type Outcome = Ended & (Reported | Printed);

/** An outcome for reporters. */
export type ReportedOutcome = Ended & Reported;

interface Ended {
  readonly exitStatus: 0 | 1 | 3;
  /** Printed on stderr as it is, before the notes. */
  readonly details?: string;
  /** Whether to tell a person all that is known. */
  readonly isVerbose?: boolean;
  /** The folder that files in the report are relative to. */
  readonly root?: string;
  /** Said on stderr below the result: what to do next, what to bear in mind. */
  readonly notes?: readonly string[];
}

/** A result, for whichever reporter is asked for. */
interface Reported {
  readonly report: Report | HeapReport;
}

/** Text that stands as it is. */
interface Printed {
  readonly text: string;
}

export const exitStatusOf = { stable: 0, leaking: 1, inconclusive: 3 } as const satisfies Record<Verdict, 0 | 1 | 3>;
