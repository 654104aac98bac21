import { useEffect, useState } from 'preact/hooks';
import type { CatalogEntry, EvidenceView, InstanceState } from '../protocol.ts';
import type { Connection } from './connection.ts';
import { better, readProgress, writeProgress, type Scores } from './progress-store.ts';
import { Series } from './series.ts';

export interface PageState {
  readonly instance: InstanceState | null;
  readonly catalog: readonly CatalogEntry[];
  readonly evidence: EvidenceView | null;
  readonly scores: Scores;
  readonly online: boolean;
  /** Why the last action was refused. */
  readonly refusal: string | null;
}

/** All that the page knows, and how it changes. */
export class Store {
  readonly connection: Connection;
  readonly series = new Series();
  readonly #listeners = new Set<() => void>();
  #state: PageState = {
    instance: null,
    catalog: [],
    evidence: null,
    scores: readProgress(localStorage),
    online: true,
    refusal: null,
  };
  #evidenceOf = '';

  constructor(connection: Connection) {
    this.connection = connection;
  }

  get state(): PageState {
    return this.#state;
  }

  async begin(): Promise<void> {
    this.set({ catalog: await this.connection.get<CatalogEntry[]>('catalog') });
    this.connection.listen(
      (event) => {
        if (event.kind === 'state') this.#take(event.state);
        else if (event.kind === 'points' && event.isHistory) this.series.replace(event.slot, event.points);
        else if (event.kind === 'points') this.series.add(event.slot, event.points);
      },
      (online) => this.set({ online }),
    );
  }

  /** Does something; what the lab refuses is told on the page. */
  async act(action: string, body: object = {}): Promise<unknown> {
    try {
      this.set({ refusal: null });
      return await this.connection.do(action, body);
    } catch (error) {
      this.set({ refusal: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  importScores(scores: Scores): void {
    this.#keep(better(this.#state.scores, scores));
  }

  set(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #take(instance: InstanceState): void {
    this.set({ instance });
    this.#keep(better(this.#state.scores, instance.scores));
    const { exercise } = instance;
    const wanted = exercise ? `${exercise.causeId} ${exercise.evidenceVersion}` : '';
    if (wanted === this.#evidenceOf) return;
    this.#evidenceOf = wanted;
    if (!exercise || exercise.evidenceVersion === 0) this.set({ evidence: null });
    else void this.connection.get<EvidenceView>('evidence').then((evidence) => this.set({ evidence }));
  }

  #keep(scores: Scores): void {
    if (JSON.stringify(scores) === JSON.stringify(this.#state.scores)) return;
    writeProgress(localStorage, scores);
    this.set({ scores });
  }
}

/** The state, and again whenever it changes. */
export function useStore(store: Store): PageState {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    const take = () => setState(store.state);
    // It may have changed since the first look.
    take();
    return store.listen(take);
  }, [store]);
  return state;
}
