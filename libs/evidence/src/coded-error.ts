/**
 * An error that a person can act on: it says what was expected, what came and what to do.
 *
 * @example
 * throw new CodedError('PORT_TAKEN', 'port 3000 is taken; stop the other server or set PORT');
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** All codes, each with the exit status it leads to: 2 for misuse and failure, 3 where evidence is missing. */
export const errorCodes = {
  USAGE: 2,
  COMMAND_NOT_FOUND: 2,
  TARGET_EXITED: 2,
  TARGET_CRASHED: 2,
  TARGET_OUT_OF_MEMORY: 2,
  TARGET_NEVER_LISTENED: 2,
  TARGET_HUNG: 2,
  PORT_TAKEN: 2,
  NO_ROUTE: 2,
  RESPONSES_FAILED: 2,
  LOAD_FAILED: 2,
  ATTACH_REFUSED: 2,
  AGENT_LOST: 2,
  SNAPSHOT_INVALID: 2,
  SNAPSHOT_TRUNCATED: 2,
  SNAPSHOT_TOO_LARGE: 2,
  OBJECT_NOT_FOUND: 2,
  PATH_NOT_FOUND: 2,
  PATH_UNREADABLE: 2,
  LOCK_FILE_NOT_FOUND: 2,
  LOCK_FILE_INVALID: 2,
  NO_SOURCE_FILES: 2,
  SOURCE_INVALID: 2,
  CONFIG_INVALID: 2,
  BASELINE_INVALID: 2,
  GIT_FAILED: 2,
  GIT_TREE_DIRTY: 2,
  NO_TERMINAL: 2,
  SUPPRESSIONS_INVALID: 2,
  WRITE_FAILED: 2,
  BUILD_NEEDED: 2,
  BUILD_FAILED: 2,
  TESTS_FAILED: 2,
  SETUP_FAILED: 2,
  TEARDOWN_FAILED: 2,
  BRANCH_TAKEN: 2,
  UNSUPPORTED_NODE: 2,
  INTERRUPTED: 2,
  INTERNAL: 2,
} as const satisfies Record<string, 2 | 3>;

export type ErrorCode = keyof typeof errorCodes;
