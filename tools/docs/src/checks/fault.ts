/** Something in the documentation that is not so. */
export interface Fault {
  /** The file of the repository, or of the site where nobody wrote it. */
  readonly file: string;
  readonly line?: number;
  /** Lower case, without a full stop; names the thing, then the remedy. */
  readonly message: string;
}

/** As a compiler would print it: `README.md:12: …`. */
export const faultText = ({ file, line, message }: Fault) =>
  `${file}${line === undefined ? '' : `:${line}`}: ${message}`;
