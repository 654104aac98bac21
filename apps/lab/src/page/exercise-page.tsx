import { useState } from 'preact/hooks';
import type { CatalogEntry, ExerciseState } from '../protocol.ts';
import { Code } from './code.tsx';
import { Live } from './live.tsx';
import { Look } from './look.tsx';
import { FindIt, FixIt, Prove } from './questions.tsx';
import { Difficulty } from './sidebar.tsx';
import type { PageState, Store } from './store.ts';
import { Tabs, type Tab } from './tabs.tsx';
import { TextPage } from './text-page.tsx';

interface ExerciseProps {
  readonly store: Store;
  readonly state: PageState;
  readonly exercise: ExerciseState;
  readonly entry: CatalogEntry;
}

type Step = 'watch' | 'look' | 'find' | 'fix' | 'prove' | 'lesson' | 'reference';

/** One cause from the first curve to the proof. */
export function ExercisePage({ store, state, exercise, entry }: ExerciseProps) {
  const [step, setStep] = useState<Step>('watch');
  const { progress, code, load } = exercise;
  const isFinding = progress.foundLine === null && code.origin === 'leaky';
  const tabs: readonly Tab<Step>[] = [
    { id: 'watch', name: 'Watch', done: load.running || exercise.before !== null },
    { id: 'look', name: 'Look', done: exercise.before !== null },
    { id: 'find', name: 'Find', done: progress.foundLine !== null },
    { id: 'fix', name: 'Fix', done: code.origin !== 'leaky' },
    { id: 'prove', name: 'Prove', done: exercise.after?.verdict === 'stable' },
    { id: 'lesson', name: 'Lesson' },
    { id: 'reference', name: 'Reference' },
  ];
  const choose = (line: number) => {
    setStep('find');
    void store.act('line', { line });
  };
  return (
    <main class="exercise" id="main">
      <header class="exercise-head">
        <div>
          <p class="eyebrow">
            {entry.step === null ? entry.category : `Step ${entry.step} of the first hour`}
            <Difficulty value={entry.difficulty} />
          </p>
          <h1>{entry.title}</h1>
          <p class="story">{exercise.story}</p>
        </div>
        <button type="button" onClick={() => void store.act('reset')}>
          Reset
        </button>
      </header>
      <div class="bench">
        <Live store={store} exercise={exercise} />
        <div class="work">
          <Tabs tabs={tabs} current={step} onChange={(id) => setStep(id)}>
            {step === 'watch' && <Watch />}
            {step === 'look' && <Look store={store} exercise={exercise} view={state.evidence} unseen={entry.unseen} />}
            {step === 'find' && <FindIt store={store} exercise={exercise} />}
            {step === 'fix' && <FixIt store={store} exercise={exercise} />}
            {step === 'prove' && <Prove store={store} exercise={exercise} />}
            {step === 'lesson' && <Lesson store={store} entry={entry} />}
            {step === 'reference' && <TextPage store={store} question={`page/${entry.id}`} />}
          </Tabs>
          <Code
            text={code.text}
            file={`src/routes/${entry.id}/route.ts`}
            foundLine={code.origin === 'leaky' ? progress.foundLine : null}
            wrongLines={code.origin === 'leaky' ? progress.wrongLines : []}
            onChoose={isFinding ? choose : undefined}
          />
        </div>
      </div>
    </main>
  );
}

/** The walk at a terminal; everything about its cause is in the documentation, whose pages are named for the causes. */
const Lesson = ({ store, entry: { id, title } }: Pick<ExerciseProps, 'store' | 'entry'>) => (
  <>
    <TextPage store={store} question={`lesson/${id}`} />
    <p class="lesson-more">
      <a href={`/docs/causes/${id}.html`} target="_blank" rel="noopener">
        All about “{title}”<span class="visually-hidden">, opens beside the lab</span>
      </a>
    </p>
  </>
);

const Watch = () => (
  <>
    <p>
      Two processes run beside each other: <strong class="name-yours">yours</strong>, which you will mend, and{' '}
      <strong class="name-twin">its repaired twin</strong>. Start the load. Both are sent the same requests.
    </p>
    <ol class="steps">
      <li>Watch which curve of yours leaves that of the twin, and which do not.</li>
      <li>Stop the load, and collect. Does it come down?</li>
      <li>
        A leak grows with <em>requests</em>, not with time. Try another rate, and a burst.
      </li>
    </ol>
    <p class="quiet">
      Memory before a collection goes up and down and says little: the first curve is taken right after one.
    </p>
  </>
);
