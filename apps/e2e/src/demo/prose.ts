import { plain, type Paint } from './paint.ts';

/** What is about to happen. */
export function opening(causes: number, atOnce: number): string {
  return `Watertight loads a leaky Express server, finds the line of each leak, rewrites
a copy and loads that copy again.
${causes} causes, ${atOnce} at a time; two to three minutes.`;
}

export interface Outcome {
  readonly proved: number;
  readonly of: number;
  readonly seconds: number;
  /** The file that the report was written to. */
  readonly report: string;
}

/** What came of it, and what to do next. */
export function closing({ proved, of, seconds, report }: Outcome, paint: Paint = plain): string {
  const count = paint(proved === of ? 'green' : 'red', `${proved} of ${of} leaks`);
  return `${count} found, rewritten and proved flat with the same responses, in ${seconds.toFixed(0)} s.
No source was changed: every rewrite was made in a copy.

Report with the memory before and after, the diffs and the retaining paths:
  ${report}

Next: npx watertight heal --help, or one cause by hand:
  npx watertight check --route 'GET /visitors' \\
    -H 'x-forwarded-for: 198.51.100.{n}' \\
    -- node apps/leaky-server/dist/main.js --cause unbounded-cache`;
}
