/** Whether an assertion holds, and what to say where it was to be otherwise. */
export interface Judged {
  readonly pass: boolean;
  readonly message: string;
}
