import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  exerciseOf,
  findCause,
  isShownByLoad,
  type CauseId,
  type Difficulty,
  type Exercise as Questions,
  type WrongFix,
} from '@watertight/catalog';
import type { Evidence, FixResult, HeapSummary } from '@watertight/evidence';
import { ExerciseFolder, routeFile } from '../exercise/folder.ts';
import type { JobQueue } from '../exercise/job-queue.ts';
import { LoadDriver } from '../exercise/load-driver.ts';
import { withoutLines } from '../exercise/masked.ts';
import { tellNearLimit } from '../exercise/near-limit.ts';
import type { ProcessBudget, ProcessLimits } from '../exercise/process-limits.ts';
import { Program } from '../exercise/program.ts';
import { pointsForFix, pointsForLine, pointsForProof } from '../exercise/scoring.ts';
import { codeOfFix, guiltyLine, leakyCode } from '../exercise/sources.ts';
import { runWatertight, type CommandEnd, type CommandRun } from '../exercise/watertight-command.ts';
import { loadOptions, routesOf } from '../exercise/workload.ts';
import type {
  AllocationTable,
  CodeState,
  EvidenceView,
  ExerciseProgress,
  ExerciseState,
  FixChoice,
  JobKind,
  JobState,
  LoadState,
  Mark,
  Point,
  Proof,
  Slot,
  TimelineEvent,
} from '../protocol.ts';
import { shuffled } from './shuffled.ts';

/** What an exercise is given by the class that it is of. */
export interface Surroundings {
  readonly workFolder: string;
  readonly command: string;
  readonly limits: ProcessLimits;
  readonly budget: ProcessBudget;
  readonly jobs: JobQueue;
  /** Whether a page looks. */
  isWatched(): boolean;
  onChange(): void;
  onPoints(slot: Slot, points: readonly Point[]): void;
}

type Points = Record<Slot, Point[]>;

/** Four hours would be too many to draw: ten minutes. */
const keptPoints = 1200;
const keptEvents = 60;
const noProgress: ExerciseProgress = {
  hints: [],
  hintsLeft: 0,
  wrongLines: [],
  foundLine: null,
  gaveUp: false,
  fixAnswers: [],
  score: { find: 0, fix: 0, proof: 0 },
};

/** One cause that a trainee works on: two processes under one load, the questions, and the runs of the command. */
export class Exercise {
  readonly causeId: CauseId;
  readonly #surroundings: Surroundings;
  readonly #folders: Readonly<Record<Slot, ExerciseFolder>>;
  readonly #programs: Readonly<Record<Slot, Program>>;
  readonly #load: LoadDriver;
  readonly #points: Points = { yours: [], twin: [] };
  readonly #closed = new AbortController();
  readonly #questions: Questions;
  #jobAbort: AbortController | undefined;
  #events: TimelineEvent[] = [];
  #code: CodeState;
  #job: JobState | null = null;
  #failure: string | null = null;
  #notes: readonly string[] = [];
  #before: Evidence | null = null;
  #after: Evidence | null = null;
  #allocations: AllocationTable | null = null;
  #evidenceVersion = 0;
  #progress: ExerciseProgress;
  #touchedMs = Date.now();
  readonly #idle: NodeJS.Timeout;

  constructor(causeId: CauseId, surroundings: Surroundings, progress: ExerciseProgress = noProgress) {
    this.causeId = causeId;
    this.#surroundings = surroundings;
    this.#questions = exerciseOf(causeId);
    this.#progress = { ...progress, hintsLeft: this.#questions.hints.length - progress.hints.length };
    this.#code = { text: leakyCode(causeId), origin: 'leaky' };
    const folderOf = (slot: Slot) => new ExerciseFolder(join(surroundings.workFolder, slot), causeId);
    this.#folders = { yours: folderOf('yours'), twin: folderOf('twin') };
    this.#programs = { yours: this.#programOf('yours'), twin: this.#programOf('twin') };
    this.#load = new LoadDriver(routesOf(causeId), [this.#programs.yours, this.#programs.twin]);
    this.#idle = setInterval(() => this.#endWhenIdle(), 30_000).unref();
  }

  get progress(): ExerciseProgress {
    return this.#progress;
  }

  async open(): Promise<void> {
    await this.#folders.yours.put(this.#code.text);
    await this.#folders.twin.put(codeOfFix(this.causeId, 'right')!);
    if (this.#closed.signal.aborted) return;
    this.wake();
  }

  /** Starts what has ended, crashed processes too. */
  wake(): void {
    this.#touchedMs = Date.now();
    for (const program of Object.values(this.#programs)) program.start();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#jobAbort?.abort();
    clearInterval(this.#idle);
    this.#load.stop();
    await Promise.all(Object.values(this.#programs).map((program) => program.stop()));
  }

  kill(): void {
    for (const program of Object.values(this.#programs)) program.kill();
  }

  history(slot: Slot): readonly Point[] {
    return this.#points[slot];
  }

  state(): ExerciseState {
    return {
      causeId: this.causeId,
      leakyCode: leakyCode(this.causeId),
      code: this.#code,
      choices: this.#choices(),
      story: this.#questions.story,
      programs: { yours: this.#programs.yours.state, twin: this.#programs.twin.state },
      load: this.#load.state,
      events: this.#events,
      job: this.#job,
      failure: this.#failure,
      before: this.#before && proofOf(this.#before),
      after: this.#after && proofOf(this.#after),
      evidenceVersion: this.#evidenceVersion,
      notes: this.#notes,
      progress: this.#progress,
    };
  }

  evidence(): EvidenceView {
    const isFound = this.#progress.foundLine !== null;
    const shown = (evidence: Evidence | null) => (evidence && !isFound ? withoutLines(evidence) : evidence);
    return {
      before: shown(this.#before),
      after: shown(this.#after),
      allocations: isFound ? this.#allocations : masked(this.#allocations),
    };
  }

  setLoad(wanted: Partial<LoadState>): void {
    const wasRunning = this.#load.state.running;
    this.wake();
    this.#load.set(wanted);
    const { running, requestsPerSecond } = this.#load.state;
    if (running !== wasRunning) this.#mark('load', running ? `load begins, ${requestsPerSecond}/s` : 'load ends');
    this.#changed();
  }

  burst(): void {
    this.wake();
    this.#load.burst();
    this.#mark('load', 'burst of 2,000 requests');
    this.#changed();
  }

  collect(): void {
    for (const program of Object.values(this.#programs)) program.ask({ kind: 'collect' });
  }

  snapshot(): void {
    this.#programs.yours.ask({ kind: 'snapshot' });
    this.#mark('snapshot', 'snapshot of allocations');
  }

  takeHint(): void {
    const hint = this.#questions.hints[this.#progress.hints.length];
    if (hint === undefined || this.#progress.foundLine !== null) return;
    const hints = [...this.#progress.hints, hint];
    this.#update({ hints, hintsLeft: this.#questions.hints.length - hints.length });
  }

  guessLine(line: number): boolean {
    if (this.#progress.foundLine !== null) return line === this.#progress.foundLine;
    const guilty = guiltyLine(this.causeId);
    if (line === guilty) {
      this.#update({
        foundLine: guilty,
        score: { ...this.#progress.score, find: pointsForLine(this.#difficulty(), this.#progress) },
      });
      this.#evidenceVersion += 1;
      this.#changed();
      return true;
    }
    const wrongLines = [...new Set([...this.#progress.wrongLines, line])];
    this.#update({ wrongLines });
    return false;
  }

  giveUp(): void {
    if (this.#progress.foundLine !== null) return;
    this.#evidenceVersion += 1;
    this.#update({ foundLine: guiltyLine(this.causeId), gaveUp: true });
  }

  /** Answers a choice of a fix and runs it, right or wrong, so that its curve is seen. */
  async chooseFix(fix: string): Promise<boolean> {
    const code = codeOfFix(this.causeId, fix);
    if (code === undefined || this.#job) return false;
    const wrong = this.#questions.wrongFixes.find(({ id }) => id === fix);
    const answers = this.#progress.fixAnswers;
    const isOpen = !answers.some(({ correct }) => correct);
    if (isOpen && !answers.some(({ id }) => id === fix)) {
      const answer = {
        id: fix,
        correct: !wrong,
        why: wrong?.why ?? this.#questions.rightFix.why,
        shows: wrong ? this.#outcomeOf(wrong) : null,
      };
      const score = {
        ...this.#progress.score,
        ...(!wrong && { fix: pointsForFix(this.#difficulty(), this.#progress) }),
      };
      this.#update({ fixAnswers: [...answers, answer], score });
    }
    const title = wrong?.title ?? this.#questions.rightFix.title;
    await this.#runOn({ text: code, origin: 'choice' }, `runs on: ${title}`);
    return !wrong;
  }

  /** Loads the exercise alone, by the command, and keeps what it found. */
  look(): Promise<void> {
    return this.#work('look', 'the trial waits for its turn', async (signal) => {
      await this.#folders.yours.put(this.#code.text);
      const evidence = await this.#check(signal);
      if (!evidence) return;
      if (this.#code.origin === 'leaky') this.#before = evidence;
      else this.#after = evidence;
      this.#evidenceVersion += 1;
    });
  }

  /** Lets the codemod rewrite the code, and runs what it made. */
  apply(): Promise<void> {
    return this.#work('apply', 'the codemod reads the code', async (signal) => {
      await this.#folders.yours.put(leakyCode(this.causeId));
      const args = [
        'fix',
        routeFile(this.causeId),
        '--only',
        this.causeId,
        '--unsafe',
        '--write',
        '--allow-dirty',
        '--no-config',
        '--reporter',
        'json',
      ];
      const end = await this.#watertight(args, signal);
      if (end.kind === 'failed') return this.#fail(end.why);
      const { written, assumptions, left } = JSON.parse(end.stdout) as FixResult;
      this.#notes = [...assumptions, ...left.map(({ why }) => why)];
      if (!written) {
        await this.#folders.yours.put(this.#code.text);
        return this.#fail('the codemod rewrites nothing here; it can only explain what to do');
      }
      await this.#runOn({ text: this.#folders.yours.code(), origin: 'codemod' }, 'the codemod was applied');
    });
  }

  /** The same trial on the code as it is now. */
  prove(): Promise<void> {
    return this.#work('prove', 'the proof waits for its turn', async (signal) => {
      const evidence = await this.#check(signal);
      if (!evidence) return;
      this.#after = evidence;
      this.#evidenceVersion += 1;
      const isMended = this.#code.origin === 'codemod' || this.#progress.fixAnswers.some(({ correct }) => correct);
      if (evidence.verdict === 'stable' && this.#code.origin !== 'leaky' && isMended) {
        this.#update({ score: { ...this.#progress.score, proof: pointsForProof(this.#difficulty()) } });
      }
    });
  }

  stopJob(): void {
    this.#jobAbort?.abort();
  }

  #choices(): FixChoice[] {
    const { rightFix, wrongFixes } = this.#questions;
    const all = [{ id: 'right', title: rightFix.title }, ...wrongFixes];
    return shuffled(all, this.causeId).map(({ id, title }) => ({ id, title, code: codeOfFix(this.causeId, id)! }));
  }

  #outcomeOf({ outcome }: WrongFix): string {
    if (outcome.kind === 'changes-responses') return 'memory is flat, but the server answers otherwise than before';
    const isShown = isShownByLoad(findCause(this.causeId)!);
    return isShown ? 'its trial is still leaking' : 'counted, it keeps as much with each request as before';
  }

  #difficulty(): Difficulty {
    return this.#questions.difficulty;
  }

  async #runOn(code: CodeState, text: string): Promise<void> {
    this.#code = code;
    this.#after = null;
    this.#allocations = null;
    await this.#folders.yours.put(code.text);
    await this.#programs.yours.stop();
    if (this.#closed.signal.aborted) return;
    this.#mark('applied', text);
    this.#programs.yours.start();
    this.#changed();
  }

  async #check(signal: AbortSignal): Promise<Evidence | null> {
    this.#mark('trial', 'a trial begins');
    const args = ['check', '--reporter', 'json', ...loadOptions(this.causeId), '--', 'node', 'server.js'];
    const end = await this.#watertight(args, signal);
    if (end.kind === 'ended') return JSON.parse(end.stdout) as Evidence;
    this.#fail(end.why);
    return null;
  }

  #watertight(
    args: readonly string[],
    signal: AbortSignal,
    onProgress: CommandRun['onProgress'] = (step) => this.#progressed(step),
  ): Promise<CommandEnd> {
    return runWatertight({
      command: this.#surroundings.command,
      args,
      cwd: this.#folders.yours.path,
      timeoutMs: this.#surroundings.limits.jobMs,
      signal,
      onProgress,
    });
  }

  #progressed({ message, fraction }: Parameters<CommandRun['onProgress']>[0]): void {
    if (!this.#job || (this.#job.message === message && this.#job.fraction === fraction)) return;
    this.#job = { ...this.#job, message, fraction };
    this.#changed();
  }

  async #work(kind: JobKind, message: string, job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#job) return;
    this.#job = { kind, message, fraction: null };
    this.#failure = null;
    this.#notes = [];
    this.#changed();
    const abort = new AbortController();
    this.#jobAbort = abort;
    try {
      await this.#surroundings.jobs.run(async () => {
        if (!abort.signal.aborted) await job(abort.signal);
      });
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.#job = null;
      this.#touchedMs = Date.now();
      this.#changed();
    }
  }

  #fail(why: string): void {
    this.#failure = why;
  }

  #programOf(slot: Slot): Program {
    const { limits, budget } = this.#surroundings;
    const whose = slot === 'yours' ? 'your process' : 'the twin';
    const program: Program = new Program({
      folder: this.#folders[slot].path,
      limits,
      budget,
      onState: (state) => {
        if (state.kind === 'crashed') this.#mark('crashed', `${whose} ended`);
        this.#changed();
      },
      onSample: (sample) => this.#note(slot, { ...sample, ...this.#load.answered(program) }),
      onCollected: (freedBytes) => {
        if (slot === 'yours') this.#mark('collected', `collected, ${Math.round(freedBytes / 1024)} KiB freed`);
        this.#changed();
      },
      onAllocations: (table) => {
        this.#allocations = table;
        this.#evidenceVersion += 1;
        this.#changed();
      },
      onNearLimit: (snapshotFile) => void this.#tellNearLimit(whose, snapshotFile),
    });
    return program;
  }

  /** What is the last that a process had to say: it may run again meanwhile. */
  async #tellNearLimit(whose: string, snapshotFile: string): Promise<void> {
    const args = ['heap', 'summary', '--reporter', 'json', '--top', '1', snapshotFile];
    // Beside a job of the trainee's, whose progress it must not become.
    const end = await this.#surroundings.jobs.run(() => this.#watertight(args, this.#closed.signal, () => undefined));
    rmSync(snapshotFile, { force: true });
    const told = end.kind === 'ended' ? tellNearLimit(JSON.parse(end.stdout) as HeapSummary) : null;
    if (told === null) return;
    this.#mark('crashed', `${whose}: ${told}`);
    this.#changed();
  }

  #note(slot: Slot, point: Point): void {
    const points = this.#points[slot];
    points.push(point);
    if (points.length > keptPoints) points.shift();
    this.#surroundings.onPoints(slot, [point]);
  }

  #mark(mark: Mark, text: string): void {
    this.#events = [...this.#events, { atMs: Date.now(), mark, text }].slice(-keptEvents);
  }

  #update(progress: Partial<ExerciseProgress>): void {
    this.#progress = { ...this.#progress, ...progress };
    this.#changed();
  }

  #changed(): void {
    if (!this.#closed.signal.aborted) this.#surroundings.onChange();
  }

  #endWhenIdle(): void {
    const isUsed = this.#surroundings.isWatched() || this.#job !== null;
    if (isUsed || Date.now() - this.#touchedMs < this.#surroundings.limits.idleMs) return;
    this.#load.set({ running: false });
    for (const program of Object.values(this.#programs)) void program.stop();
  }
}

function proofOf({ verdict, reason, signals }: Evidence): Proof {
  return {
    verdict,
    reason,
    signals: signals.map(({ name, verdict: own, slopePerRequest, interval, unit, reason: why }) => {
      return { name, verdict: own, slopePerRequest, interval, unit, why: why ?? null };
    }),
  };
}

function masked(table: AllocationTable | null): AllocationTable | null {
  if (!table) return null;
  return { ...table, lines: table.lines.map((line) => ({ ...line, name: line.name.replace(/:\d+$/, ':?') })) };
}
