import { join } from 'node:path';
import type { CauseId } from '@watertight/catalog';
import type { ExerciseProgress, InstanceState, Point, Role, Score, ScoreRow, ServerEvent, Slot } from '../protocol.ts';
import { Exercise, type Surroundings } from './exercise.ts';

export type InstanceOptions = Omit<Surroundings, 'isWatched' | 'onChange' | 'onPoints'> & {
  readonly name: string;
  readonly role: Role;
};

export type Listener = (event: ServerEvent) => void;

/** What one person works with: one exercise at a time, and what was reached in all of them. */
export class Instance {
  readonly name: string;
  readonly role: Role;
  readonly #options: InstanceOptions;
  readonly #listeners = new Set<Listener>();
  readonly #progress = new Map<CauseId, ExerciseProgress>();
  #exercise: Exercise | null = null;
  #opened = 0;
  #pending: NodeJS.Immediate | undefined;

  constructor(options: InstanceOptions) {
    this.name = options.name;
    this.role = options.role;
    this.#options = options;
  }

  get exercise(): Exercise | null {
    return this.#exercise;
  }

  state(): InstanceState {
    return { name: this.name, role: this.role, exercise: this.#exercise?.state() ?? null, scores: this.#scores() };
  }

  /** Ends the exercise before, if any, and begins another; with what was reached in it, unless from the start. */
  async openExercise(causeId: CauseId, { fromStart = false } = {}): Promise<void> {
    this.#keepProgress();
    if (fromStart) this.#progress.delete(causeId);
    const former = this.#exercise;
    this.#opened += 1;
    const exercise = new Exercise(
      causeId,
      {
        ...this.#options,
        workFolder: join(this.#options.workFolder, `${this.#opened}-${causeId}`),
        isWatched: () => this.#listeners.size > 0,
        onChange: () => this.#announce(),
        onPoints: (slot, points) => this.#tellPoints(slot, points),
      },
      this.#progress.get(causeId),
    );
    this.#exercise = exercise;
    for (const listener of this.#listeners) this.#tellHistory(listener);
    this.#announce();
    await former?.close();
    await exercise.open();
  }

  /** Hears all that happens from now on, after what is and what was. */
  listen(listener: Listener): () => void {
    listener({ kind: 'state', state: this.state() });
    this.#tellHistory(listener);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  scoreRow(): ScoreRow {
    const scores = Object.values(this.#scores());
    const count = (of: keyof Score) => scores.filter((score) => score[of] > 0).length;
    return {
      name: this.name,
      points: scores.reduce((sum, { find, fix, proof }) => sum + find + fix + proof, 0),
      found: count('find'),
      fixed: count('fix'),
      proved: count('proof'),
      now: this.#exercise?.causeId ?? '',
    };
  }

  async close(): Promise<void> {
    clearImmediate(this.#pending);
    await this.#exercise?.close();
  }

  kill(): void {
    this.#exercise?.kill();
  }

  #scores(): Partial<Record<CauseId, Score>> {
    this.#keepProgress();
    return Object.fromEntries([...this.#progress].map(([id, { score }]) => [id, score]));
  }

  #keepProgress(): void {
    if (this.#exercise) this.#progress.set(this.#exercise.causeId, this.#exercise.progress);
  }

  // Several changes at once are one message.
  #announce(): void {
    this.#pending ??= setImmediate(() => {
      this.#pending = undefined;
      const state = this.state();
      for (const listener of this.#listeners) listener({ kind: 'state', state });
    });
  }

  #tellHistory(listener: Listener): void {
    for (const slot of ['yours', 'twin'] as const) {
      listener({ kind: 'points', slot, points: this.#exercise?.history(slot) ?? [], isHistory: true });
    }
  }

  #tellPoints(slot: Slot, points: readonly Point[]): void {
    for (const listener of this.#listeners) listener({ kind: 'points', slot, points, isHistory: false });
  }
}
