/** One request to send again and again; `{n}` in path, headers and body is a counter over all requests of a trial. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Leaves as an impatient client does: as soon as the response's headers are there. */
  readonly abort?: 'after-headers';
  /** What to keep of a JSON response, by JSON pointer (RFC 6901); later requests of the same session say `{name}`. */
  readonly capture?: Readonly<Record<string, string>>;
}
