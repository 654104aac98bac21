/** A stream that a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows?: number | undefined;
}

/** Where answers are typed. */
export interface Input {
  readonly isTTY: boolean;
  /** The next line; null at the end of the input. */
  readLine(): Promise<string | null>;
  /** Hands over each key as it is typed, without an echo, until it is told to stop; only where a terminal is there. */
  onKey(listen: (key: string) => void): () => void;
  /** No more is read, so that the process can end. */
  close(): void;
}

/** Ctrl-C, a polite end, a terminal that was closed. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** All that a command sees of its process. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: Input;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted when someone asks to stop. */
  readonly signal: AbortSignal;
  /** Which signal asked to stop, if any did. */
  stoppedBy(): StopSignal | null;
}
