import { resolve } from 'node:path';
import type { LiveMoment } from '@watertight/agent';
import { Locator } from '@watertight/allocation';
import { AllocationSnapshot, tracesOfProfile } from '@watertight/allocation-profile';
import { ofTheProgram, withoutAgent } from './allocation-sites.ts';
import { withAttachedTarget } from './attach/attached-target.ts';
import { targetOptions } from './run-trial.ts';
import { writeSnapshot } from './snapshots.ts';
import { SourcePositions } from './source-positions.ts';
import { withTarget, type Target } from './target.ts';

/** Cheap enough for a server at work. */
const intervalBytes = 16 * 2 ** 10;

interface FollowedAnyhow {
  /** What files are named relative to. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** A program to start, be it a server or not. */
export interface FollowedCommand extends FollowedAnyhow {
  readonly command: readonly string[];
  readonly startTimeoutMs?: number;
  readonly onOutput?: (text: string) => void;
}

/** A process that runs already: its id, or the URL of its inspector. */
export interface FollowedProcess extends FollowedAnyhow {
  readonly process: string;
  /** Told what could not be taken back at the end. */
  readonly onLeftBehind?: (what: string) => void;
}

/** A line of the program, and what it has allocated that is still there. */
export interface LiveLine {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** Whether the line is known, or only that the function begins there. */
  readonly isExact: boolean;
  readonly bytes: number;
}

/** A process that is looked at while it works, and left to its work. */
export interface Followed {
  readonly pid: number;
  readonly node: string;
  readonly command: string;
  /** Memory, collections and requests right now; nothing is collected for it. */
  moment(): Promise<LiveMoment>;
  /** What was allocated since the beginning and has not been collected, by line, the largest first. */
  lines(): Promise<LiveLine[]>;
  /** Collects all garbage; answers how many bytes of the heap it freed. */
  collect(): Promise<number>;
  /** Writes a heap snapshot; the process stands still for it. */
  snapshot(file: string): Promise<void>;
  /** Rejects, with the reason, as soon as the process is gone or the watch is interrupted. */
  orGone<Value>(work: Promise<Value>): Promise<Value>;
}

/**
 * Starts a program, or attaches to a process, to look at it while it works: no load, no verdict, and the engine runs at full
 * speed. What was started is stopped at the end; what ran already is left as it was.
 *
 * @throws {CodedError} where the program cannot be started, or the process not be attached to
 * @example
 * const moment = await withFollowed({ command: ['node', 'worker.js'] }, (followed) => followed.moment());
 */
export async function withFollowed<Value>(
  options: FollowedCommand | FollowedProcess,
  use: (followed: Followed) => Promise<Value>,
): Promise<Value> {
  if ('process' in options) {
    const { process: which, signal, onLeftBehind = () => undefined } = options;
    const attaching = { process: which, isLoaded: false, quiet: false, onLeftBehind, signal };
    return withAttachedTarget(attaching, (target) => {
      const { command, cwd } = target.found;
      return use(new FollowedTarget(target, command.join(' '), options.cwd ?? cwd));
    });
  }
  const cwd = options.cwd ?? process.cwd();
  return withTarget({ ...targetOptions({ ...options, cwd }), mayBeNoServer: true }, async (target) => {
    // For the sake of a quiet curve the agent had slowed the engine down.
    await target.ask('compile', { allowed: true });
    return use(new FollowedTarget(target, options.command.join(' '), cwd));
  });
}

class FollowedTarget implements Followed {
  readonly pid: number;
  readonly node: string;
  readonly command: string;
  readonly #target: Target;
  readonly #positions: SourcePositions;
  readonly #locator: Locator;
  #sampling: Promise<unknown> | undefined;

  constructor(target: Target, command: string, root: string) {
    this.pid = target.pid;
    this.node = target.node;
    this.command = command;
    this.#target = target;
    this.#positions = new SourcePositions(root);
    this.#locator = new Locator(root);
  }

  moment(): Promise<LiveMoment> {
    return this.#target.ask('live', {});
  }

  async lines(): Promise<LiveLine[]> {
    await (this.#sampling ??= this.#target.ask('allocations-start', { intervalBytes, undisturbed: true }));
    const profile = await this.#target.ask('allocations-look', {});
    const traces = tracesOfProfile(profile, intervalBytes, this.#locator.locate);
    const own = withoutAgent(traces, this.#positions).flatMap(ofTheProgram);
    const rows = new AllocationSnapshot({ traces: own, intervalBytes }).statistics('line');
    return rows.map(({ frame, precision, bytes }) => ({
      file: frame.file,
      line: frame.line,
      function: frame.function,
      isExact: precision === 'line',
      bytes,
    }));
  }

  async collect(): Promise<number> {
    const { heapUsedBytes, heapUsedBeforeGcBytes = heapUsedBytes } = await this.#target.ask('sample', { settleMs: 0 });
    return heapUsedBeforeGcBytes - heapUsedBytes;
  }

  snapshot(file: string): Promise<void> {
    return writeSnapshot(this.#target, resolve(file));
  }

  orGone<Value>(work: Promise<Value>): Promise<Value> {
    return this.#target.orGone(work);
  }
}
