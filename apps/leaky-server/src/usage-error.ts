/** The command line or the environment asks for something that does not exist; only `main` prints it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
