/** A stream that a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** Ctrl-C, a polite end, a terminal that was closed. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** All that a command sees of its process. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether somebody sits at a terminal and can be asked. */
  readonly canAsk: boolean;
  /** Asks a question that is answered with yes or no. */
  ask(question: string): Promise<boolean>;
  /** Aborted when someone asks to stop. */
  readonly signal: AbortSignal;
  /** Which signal asked to stop, if any did. */
  stoppedBy(): StopSignal | null;
}
