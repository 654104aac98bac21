import { useRef } from 'preact/hooks';
import type { CatalogEntry } from '../protocol.ts';
import { download } from './download.ts';
import { parseProgress, pointsOf, progressText, type Scores } from './progress-store.ts';
import type { Store } from './store.ts';

interface SidebarProps {
  readonly store: Store;
  readonly catalog: readonly CatalogEntry[];
  readonly scores: Scores;
  readonly current: string | null;
  readonly onOpen: (id: string) => void;
}

const byStep = (a: CatalogEntry, b: CatalogEntry) => a.step! - b.step!;

/** The first hour in its order, and all causes to be opened freely. */
export function Sidebar({ store, catalog, scores, current, onOpen }: SidebarProps) {
  const track = catalog.filter(({ step }) => step !== null).toSorted(byStep);
  const others = catalog.filter(({ step }) => step === null);
  const categories = [...new Set(others.map(({ category }) => category))].toSorted();
  const item = (entry: CatalogEntry) => (
    <Item key={entry.id} entry={entry} scores={scores} isCurrent={entry.id === current} onOpen={onOpen} />
  );
  return (
    <nav class="sidebar" aria-label="Exercises">
      <h2>First hour</h2>
      <ol class="track">{track.map(item)}</ol>
      <details open={others.some(({ id }) => id === current)}>
        <summary>All other causes ({others.length})</summary>
        {categories.map((category) => (
          <div key={category}>
            <h3>{category}</h3>
            <ul class="track">{others.filter((entry) => entry.category === category).map(item)}</ul>
          </div>
        ))}
      </details>
      <Progress store={store} scores={scores} />
    </nav>
  );
}

type ItemProps = Pick<SidebarProps, 'scores' | 'onOpen'> & {
  readonly entry: CatalogEntry;
  readonly isCurrent: boolean;
};

function Item({ entry: { id, title, step, difficulty }, scores, isCurrent, onOpen }: ItemProps) {
  const score = scores[id];
  const isDone = score !== undefined && score.proof > 0;
  const isBegun = score !== undefined && pointsOf(score) > 0;
  return (
    <li>
      <button type="button" class="track-item" aria-current={isCurrent ? 'page' : undefined} onClick={() => onOpen(id)}>
        <span class={`step${isDone ? ' done' : isBegun ? ' begun' : ''}`} aria-hidden="true">
          {isDone ? '✓' : (step ?? '·')}
        </span>
        <span class="track-title">
          {title}
          <span class="track-meta">
            <Difficulty value={difficulty} />
            {score && pointsOf(score) > 0 && <span>{pointsOf(score)} points</span>}
            {isDone && <span class="visually-hidden">proved</span>}
          </span>
        </span>
      </button>
    </li>
  );
}

export const Difficulty = ({ value }: { readonly value: number }) => (
  <span class="difficulty" role="img" aria-label={`difficulty ${value} of 6`}>
    {[1, 2, 3, 4, 5, 6].map((at) => (
      <span key={at} class={at <= value ? 'dot on' : 'dot'} />
    ))}
  </span>
);

function Progress({ store, scores }: Pick<SidebarProps, 'store' | 'scores'>) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null) => {
    const text = await files?.[0]?.text();
    if (text === undefined) return;
    const imported = parseProgress(text);
    if (imported) store.importScores(imported);
    else store.set({ refusal: 'that file is no progress of the lab; choose one that was exported here' });
  };
  return (
    <div class="buttons progress-buttons">
      <button
        type="button"
        onClick={() => download('watertight-progress.json', progressText(scores), 'application/json')}
      >
        Export progress
      </button>
      <button type="button" onClick={() => input.current?.click()}>
        Import
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json"
        hidden
        aria-label="Progress file"
        onChange={(event) => void read(event.currentTarget.files)}
      />
    </div>
  );
}
