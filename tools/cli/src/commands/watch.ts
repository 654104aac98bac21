import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError, type JsonLine, type Watched } from '@watertight/evidence';
import { bytes, duration } from '@watertight/reporters';
import type { Followed, FollowedCommand, FollowedProcess } from '@watertight/trial';
import { frame } from '../live/frame.ts';
import { History } from '../live/history.ts';
import { momentLine, watchedText } from '../live/texts.ts';
import { styleFor } from '../output/style.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcome.ts';
import { folderAt } from './target.ts';

export interface WatchArguments {
  readonly command: readonly string[];
  /** A process id, or the URL of an inspector. */
  readonly attach?: string;
  readonly cwd?: string;
  /** Time between two looks, in milliseconds. */
  readonly every: number;
  /** How long to watch, in milliseconds; until it is stopped, where it is not given. */
  readonly for?: number;
  readonly reporter: 'human' | 'jsonl';
  readonly startTimeout?: number;
  readonly verbose?: boolean;
}

const linesEveryMs = 2_000;

/** Shows a process while it works, until it ends or is to be watched no more: 0, for there is no verdict. */
export async function watch(typed: WatchArguments, tools: Tools, world: World): Promise<Outcome> {
  const leftBehind: string[] = [];
  const options = await followed(typed, world, (what) => leftBehind.push(what));
  const notes: string[] = [];
  let watching: Watching | undefined;
  try {
    await tools.follow(options, async (process) => {
      watching = new Watching(process, typed, world);
      await watching.run();
    });
  } catch (error) {
    // Nothing was seen yet: then the error is all there is.
    if (!watching) throw error;
    if (!isOver(error, world)) {
      world.stdout.write(watching.ending());
      throw error;
    }
    if (!world.signal.aborted) notes.push('the process ended by itself');
  }
  return { text: watching?.ending() ?? '', exitStatus: 0, notes: [...notes, ...leftBehind] };
}

function isOver(error: unknown, world: World): boolean {
  return world.signal.aborted || (error instanceof CodedError && error.code === 'TARGET_EXITED');
}

async function followed(
  { command, attach, cwd, startTimeout, verbose }: WatchArguments,
  world: World,
  onLeftBehind: (what: string) => void,
): Promise<FollowedCommand | FollowedProcess> {
  if (command.length > 0 === (attach !== undefined)) {
    throw new CodedError(
      'USAGE',
      `expected either a command to start after '--', such as -- node dist/server.js, or --attach with a process; got ${attach === undefined ? 'neither' : 'both'}`,
    );
  }
  const folder = cwd === undefined ? undefined : await folderAt(resolve(world.cwd, cwd));
  const common = { signal: world.signal, ...(folder !== undefined && { cwd: folder }) };
  if (attach !== undefined) return { ...common, process: attach, onLeftBehind };
  return {
    ...common,
    command,
    cwd: folder ?? world.cwd,
    ...(startTimeout !== undefined && { startTimeoutMs: startTimeout }),
    ...(verbose && { onOutput: (text: string) => world.stderr.write(text) }),
  };
}

const keysHelp = 'q quit · g collect garbage · s write a heap snapshot';
const clearBelow = '\u001b[J';
const up = (rows: number) => (rows > 0 ? `\u001b[${rows}A\r` : '\r');

/** One watch, from the first look to its summary. */
class Watching {
  readonly #process: Followed;
  readonly #typed: WatchArguments;
  readonly #world: World;
  readonly #history = new History();
  readonly #startedMs = performance.now();
  readonly #asked: string[] = [];
  #wake: () => void = () => undefined;
  #linesAtMs = -Infinity;
  #drawnRows = 0;
  #message = '';

  constructor(process: Followed, typed: WatchArguments, world: World) {
    this.#process = process;
    this.#typed = typed;
    this.#world = world;
  }

  async run(): Promise<void> {
    const { stdin } = this.#world;
    const stopHearing = this.#isLive && stdin.isTTY ? stdin.onKey((key) => this.#hear(key)) : () => undefined;
    try {
      while (!this.#isTimeUp && !(await this.#isDone())) {
        await this.#look();
        await this.#process.orGone(this.#pause());
      }
    } finally {
      stopHearing();
    }
  }

  /** What stays on the screen, or ends the log. */
  ending(): string {
    const { last, lines, full, firstAfterFullBytes, lastAfterFullBytes } = this.#history;
    const { command, pid, node } = this.#process;
    const watched: Watched = {
      command,
      pid,
      node,
      durationMs: Math.round(this.#elapsedMs),
      requests: last?.requests ?? 0,
      heapAfterFull:
        firstAfterFullBytes === null || lastAfterFullBytes === null
          ? null
          : { firstBytes: firstAfterFullBytes, lastBytes: lastAfterFullBytes, collections: full },
      lines: lines.map(({ file, line, function: name, isExact, bytes: held }) => ({
        file,
        line,
        function: name,
        isExact,
        bytes: held,
      })),
    };
    if (this.#typed.reporter === 'jsonl') return lineOf('watched', watched);
    return `${this.#drawnRows > 0 ? '\n' : ''}${watchedText(watched)}`;
  }

  get #isLive(): boolean {
    return this.#typed.reporter === 'human' && this.#world.stdout.isTTY;
  }

  get #elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  get #isTimeUp(): boolean {
    return this.#elapsedMs >= (this.#typed.for ?? Infinity);
  }

  async #look(): Promise<void> {
    const moment = this.#history.add(await this.#process.moment(), Math.round(this.#elapsedMs));
    if (this.#elapsedMs - this.#linesAtMs >= linesEveryMs) {
      this.#history.addLines(await this.#process.lines(), this.#elapsedMs);
      this.#linesAtMs = this.#elapsedMs;
    }
    if (this.#isLive) this.#draw();
    else if (this.#typed.reporter === 'jsonl') this.#world.stdout.write(lineOf('moment', moment));
    else this.#world.stdout.write(`${momentLine(moment, this.#history)}\n`);
  }

  #draw(): void {
    const { stdout, stdin, env } = this.#world;
    const { pid, node, command } = this.#process;
    const { color } = styleFor(stdout, env);
    const style = { color, width: (stdout.columns ?? 80) - 1, height: (stdout.rows ?? 24) - 1 };
    const texts = {
      title: `${command} · process ${pid} · Node ${node} · watched for ${duration(this.#elapsedMs)}`,
      keys: stdin.isTTY ? keysHelp : '',
      message: this.#message,
    };
    const lines = frame(this.#history, texts, style).slice(0, style.height);
    stdout.write(`${up(this.#drawnRows)}${clearBelow}${lines.join('\n')}\n`);
    this.#drawnRows = lines.length;
  }

  /** Does what was typed; says whether that was to stop. */
  async #isDone(): Promise<boolean> {
    for (let key = this.#asked.shift(); key !== undefined; key = this.#asked.shift()) {
      if (key === 'q' || key === '\u0003') return true;
      if (key === 'g') this.#message = `collected: ${bytes(await this.#process.collect())} were garbage`;
      if (key === 's') this.#message = await this.#saveSnapshot();
    }
    return false;
  }

  async #saveSnapshot(): Promise<string> {
    const file = freeName(this.#world.cwd, this.#process.pid);
    await this.#process.snapshot(join(this.#world.cwd, file));
    return `written: ${file}; it holds all that the process holds in memory, passwords included`;
  }

  #hear(key: string): void {
    this.#asked.push(key);
    this.#wake();
  }

  /** Until the next look, or a key. */
  #pause(): Promise<void> {
    const leftMs = Math.min(this.#typed.every, (this.#typed.for ?? Infinity) - this.#elapsedMs);
    return new Promise((done) => {
      const timer = setTimeout(done, Math.max(0, leftMs));
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

function lineOf<Type extends 'moment' | 'watched'>(type: Type, record: Extract<JsonLine, { type: Type }>['record']) {
  return `${JSON.stringify({ schemaVersion: 1, command: 'watch', type, record })}\n`;
}

function freeName(folder: string, pid: number): string {
  for (let number = 1; ; number += 1) {
    const name = `watertight-${pid}-${number}.heapsnapshot`;
    if (!existsSync(join(folder, name))) return name;
  }
}
