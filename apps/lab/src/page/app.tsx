import { readTheme, setTheme, themes, type Theme } from '@watertight/page-parts';
import { useState } from 'preact/hooks';
import { ClassPage } from './class-page.tsx';
import { ExercisePage } from './exercise-page.tsx';
import { total } from './progress-store.ts';
import { Sidebar } from './sidebar.tsx';
import { useStore, type Store } from './store.ts';
import { count } from './units.ts';

/** The whole page, once the lab is reached. */
export function App({ store }: { readonly store: Store }) {
  const state = useStore(store);
  const { instance, catalog, scores } = state;
  const isInstructor = instance?.role === 'instructor';
  const [view, setView] = useState<'exercise' | 'class' | null>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  if (!instance) return <p class="centre quiet">Opening the lab …</p>;
  const exercise = instance.exercise;
  const entry = catalog.find(({ id }) => id === exercise?.causeId);
  const shownView = view ?? (isInstructor ? 'class' : 'exercise');
  const open = (causeId: string) => {
    setMenuOpen(false);
    setView('exercise');
    if (causeId !== exercise?.causeId) void store.act('open', { causeId });
  };
  return (
    <>
      <a class="skip" href="#main">
        Skip to the exercise
      </a>
      <header class="top">
        <button type="button" class="menu" aria-expanded={isMenuOpen} onClick={() => setMenuOpen(!isMenuOpen)}>
          <span aria-hidden="true">☰</span> Exercises
        </button>
        <span class="brand">
          <Drop /> Watertight <span class="brand-light">Lab</span>
        </span>
        <span class="top-right">
          {isInstructor && (
            <button type="button" class="plain" aria-pressed={shownView === 'class'} onClick={() => setView('class')}>
              Class
            </button>
          )}
          {instance.role === 'participant' && <span class="who">{instance.name}</span>}
          <span class="points" aria-label={`${total(scores)} points`}>
            {count(total(scores))} <span class="quiet">points</span>
          </span>
          <a class="docs-link" href="/docs/" target="_blank" rel="noopener">
            Docs<span class="visually-hidden">, opens beside the lab</span>
          </a>
          <ThemeChoice />
        </span>
      </header>
      {!state.online && (
        <p class="bar bad" role="alert">
          The lab does not answer. If it was stopped, start it again and open its link.
        </p>
      )}
      {state.refusal !== null && (
        <p class="bar bad" role="alert">
          {state.refusal}
          <button type="button" class="plain" onClick={() => store.set({ refusal: null })}>
            Close
          </button>
        </p>
      )}
      <div class={`shell${isMenuOpen ? ' menu-open' : ''}`}>
        <Sidebar store={store} catalog={catalog} scores={scores} current={exercise?.causeId ?? null} onOpen={open} />
        {shownView === 'class' && isInstructor ? (
          <ClassPage store={store} />
        ) : exercise && entry ? (
          <ExercisePage key={exercise.causeId} store={store} state={state} exercise={exercise} entry={entry} />
        ) : (
          <Welcome onBegin={() => open(catalog.find(({ step }) => step === 1)?.id ?? catalog[0]!.id)} />
        )}
      </div>
    </>
  );
}

const Welcome = ({ onBegin }: { readonly onBegin: () => void }) => (
  <main class="welcome" id="main">
    <h1>Make a leak. Find its line. See it go flat.</h1>
    <p class="lead">
      Each exercise is a small server that leaks, in a process of its own, beside its repaired twin. You load both,
      watch which curve climbs, find the line, choose the right fix among plausible wrong ones, and prove it by the same
      load.
    </p>
    <ol class="loop" aria-label="How an exercise goes">
      {['Watch', 'Look', 'Find', 'Fix', 'Prove'].map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ol>
    <button type="button" class="primary large" onClick={onBegin}>
      Begin the first hour
    </button>
    <p class="quiet">Or choose any cause from the list. Nothing leaves this machine.</p>
  </main>
);

const Drop = () => (
  <svg class="drop" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 2.500c4 6 7 9 7 13a7 7 0 0 1-14 0c0-4 3-7 7-13z" />
  </svg>
);

function ThemeChoice() {
  const [theme, choose] = useState(readTheme());
  return (
    <label class="theme">
      <span class="visually-hidden">Theme</span>
      <select
        value={theme}
        onChange={(event) => {
          const wanted = event.currentTarget.value as Theme;
          setTheme(wanted);
          choose(wanted);
        }}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
