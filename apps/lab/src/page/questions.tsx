import { useState } from 'preact/hooks';
import type { ExerciseState, FixAnswer, Proof, ProofSignal } from '../protocol.ts';
import { Diff } from './code.tsx';
import { JobButton } from './job.tsx';
import type { Store } from './store.ts';
import { growth } from './units.ts';
import { Verdict } from './verdict.tsx';
import { WithCode } from './with-code.tsx';

interface QuestionProps {
  readonly store: Store;
  readonly exercise: ExerciseState;
}

/** Which line inserts what piles up? */
export function FindIt({ store, exercise: { progress } }: QuestionProps) {
  const { hints, hintsLeft, wrongLines, foundLine, gaveUp, score } = progress;
  return (
    <>
      <p>
        Read the code. <strong>Which line puts something where it stays?</strong> Choose it in the source.
      </p>
      {foundLine === null && wrongLines.length > 0 && (
        <p class="note bad" role="status">
          {wrongLines.length === 1 ? `Line ${wrongLines[0]} is not it.` : `Lines ${wrongLines.join(', ')} are not it.`}{' '}
          What it makes is gone when the response is.
        </p>
      )}
      {foundLine !== null && (
        <p class="note good" role="status">
          {gaveUp
            ? `Line ${foundLine} inserts. No points this time.`
            : `Line ${foundLine} it is: ${score.find} points.`}
        </p>
      )}
      {hints.length > 0 && (
        <ol class="hints" aria-live="polite">
          {hints.map((hint) => (
            <li key={hint}>
              <WithCode text={hint} />
            </li>
          ))}
        </ol>
      )}
      {foundLine === null && (
        <div class="buttons">
          {hintsLeft > 0 && (
            <button type="button" onClick={() => void store.act('hint')}>
              Hint ({hintsLeft} left)
            </button>
          )}
          <button type="button" class="plain" onClick={() => void store.act('give-up')}>
            Show me the line
          </button>
        </div>
      )}
    </>
  );
}

/** Which fix is right? Each that is chosen is run. */
export function FixIt({ store, exercise }: QuestionProps) {
  const { choices, progress, leakyCode, code, notes, job } = exercise;
  const [shown, setShown] = useState<string | null>(null);
  const answerOf = (id: string) => progress.fixAnswers.find((answer) => answer.id === id);
  return (
    <>
      {choices.length > 0 && (
        <fieldset class="choices" disabled={job !== null}>
          <legend>
            Which change mends it and nothing else? What you choose is run, right or wrong:{' '}
            <strong>watch the curve</strong>.
          </legend>
          {choices.map(({ id, title, code: text }) => {
            const answer = answerOf(id);
            return (
              <div key={id} class={`choice${answer ? (answer.correct ? ' right' : ' wrong') : ''}`}>
                <label>
                  <input type="radio" name="fix" checked={shown === id} onChange={() => setShown(id)} /> {title}
                </label>
                {shown === id && (
                  <>
                    <Diff before={leakyCode} after={text} />
                    <button type="button" class="primary" onClick={() => void store.act('fix', { fix: id })}>
                      {answer ? 'Run it again' : 'Choose and run it'}
                    </button>
                  </>
                )}
                {answer && <Answer answer={answer} />}
              </div>
            );
          })}
        </fieldset>
      )}
      <section>
        <h3>Let the codemod rewrite it</h3>
        <p class="quiet">
          <code>watertight fix</code> finds the insertion by the lifetimes of variables, rewrites it, and your process
          starts again on what it wrote.
        </p>
        <JobButton store={store} exercise={exercise} kind="apply" label="Apply the codemod" />
        {code.origin === 'codemod' && <Diff before={leakyCode} after={code.text} />}
        {notes.length > 0 && (
          <ul class="quiet">
            {notes.map((note) => (
              <li key={note}>
                <WithCode text={note} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

const Answer = ({ answer: { correct, why, shows } }: { readonly answer: FixAnswer }) => (
  <p class={`note ${correct ? 'good' : 'bad'}`} role="status">
    <strong>{correct ? 'Right. ' : 'Not that one. '}</strong>
    <WithCode text={why} />
    {shows !== null && <span class="quiet"> The proof of it: {shows}.</span>}
  </p>
);

/** The same trial on the mended code. */
export function Prove({ store, exercise }: QuestionProps) {
  const { before, after, code, progress } = exercise;
  return (
    <>
      <p>A fix is proved by the load that showed the leak: the same trial, on the code that your process runs now.</p>
      {code.origin === 'leaky' && (
        <p class="note">It still runs the code that leaks. Choose a fix or apply the codemod first.</p>
      )}
      <JobButton store={store} exercise={exercise} kind="prove" label="Prove it" disabled={code.origin === 'leaky'} />
      {after && <Verdict verdict={after.verdict} reason={after.reason} />}
      {(before ?? after) && <Sides before={before} after={after} />}
      {!before && after && (
        <p class="quiet">There is no trial of the leaking code to compare with; “Look” makes one.</p>
      )}
      {progress.score.proof > 0 && (
        <p class="note good" role="status">
          Proved: {progress.score.proof} points.
        </p>
      )}
    </>
  );
}

const always = ['heap-after-gc', 'survivors'];

/** What leaked before or does now, and the heap in any case. */
function Sides({ before, after }: { readonly before: Proof | null; readonly after: Proof | null }) {
  const all = [...(before?.signals ?? []), ...(after?.signals ?? [])];
  const shown = all.filter(({ name, verdict }) => always.includes(name) || verdict === 'leaking');
  const names = [...new Set(shown.map(({ name }) => name))];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="before and after">
      <table>
        <thead>
          <tr>
            <th scope="col">Per request</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name.replaceAll('-', ' ')}</th>
              <Side signal={before?.signals.find((signal) => signal.name === name)} />
              <Side signal={after?.signals.find((signal) => signal.name === name)} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Side({ signal }: { readonly signal: ProofSignal | undefined }) {
  if (!signal) return <td>–</td>;
  return (
    <td>
      <span class={`badge ${signal.verdict}`}>{signal.verdict}</span> {growth(signal.slopePerRequest, signal.unit)}
      <span class="quiet small">
        {' '}
        {signal.why ?? `95 %: ${signal.interval.map((end) => growth(end, '').trim()).join(' to ')}`}
      </span>
    </td>
  );
}
