import { useState } from 'preact/hooks';
import type { ExerciseState, ProgramState } from '../protocol.ts';
import { Charts } from './charts.tsx';
import type { Store } from './store.ts';

interface LiveProps {
  readonly store: Store;
  readonly exercise: ExerciseState;
}

const spans = [
  { seconds: 60, name: '1 min' },
  { seconds: 180, name: '3 min' },
  { seconds: 600, name: '10 min' },
];

/** Both processes under one load, and what drives it. */
export function Live({ store, exercise }: LiveProps) {
  const [seconds, setSeconds] = useState(60);
  const { programs, events } = exercise;
  const isDown = programs.yours.kind === 'stopped' || (programs.yours.kind === 'crashed' && !programs.yours.restarts);
  return (
    <section class="live card" aria-label="Live view">
      <Controls store={store} exercise={exercise} />
      <div class="legend">
        <span class="key key-yours">
          Yours <Status state={programs.yours} />
        </span>
        <span class="key key-twin">
          Repaired twin <Status state={programs.twin} />
        </span>
        <span class="spans" role="group" aria-label="Time shown">
          {spans.map(({ seconds: wanted, name }) => (
            <button
              key={wanted}
              type="button"
              class="plain"
              aria-pressed={seconds === wanted}
              onClick={() => setSeconds(wanted)}
            >
              {name}
            </button>
          ))}
        </span>
      </div>
      <Crash whose="Your process" state={programs.yours} />
      <Crash whose="The twin" state={programs.twin} />
      {isDown && (
        <button type="button" onClick={() => void store.act('wake')}>
          Start the processes
        </button>
      )}
      <Charts series={store.series} events={events} seconds={seconds} />
      <ol class="events" aria-label="Events">
        {events
          .slice(-4)
          .toReversed()
          .map(({ atMs, mark, text }) => (
            <li key={`${atMs} ${text}`} class={`event event-${mark}`}>
              <time>{new Date(atMs).toTimeString().slice(0, 8)}</time> {text}
            </li>
          ))}
      </ol>
    </section>
  );
}

function Crash({ whose, state }: { readonly whose: string; readonly state: ProgramState }) {
  if (state.kind !== 'crashed') return null;
  return (
    <p class="note bad crash" role="alert">
      {whose} is gone: {state.why}. {state.restarts ? 'It is started again.' : ''}
    </p>
  );
}

const Status = ({ state }: { readonly state: ProgramState }) => (
  <span class={`status status-${state.kind}`}>{state.kind}</span>
);

function Controls({ store, exercise: { load, programs } }: LiveProps) {
  const isUp = programs.yours.kind === 'running';
  return (
    <div class="controls">
      <button
        type="button"
        class={load.running ? '' : 'primary'}
        disabled={!isUp && !load.running}
        onClick={() => void store.act('load', { running: !load.running })}
      >
        {load.running ? 'Stop load' : 'Start load'}
      </button>
      <button type="button" disabled={!isUp} onClick={() => void store.act('burst')}>
        Burst of 2,000
      </button>
      <button type="button" disabled={!isUp} onClick={() => void store.act('collect')}>
        Collect
      </button>
      <label class="control">
        Rate
        <input
          type="range"
          min={10}
          max={500}
          step={10}
          value={load.requestsPerSecond}
          aria-valuetext={`${load.requestsPerSecond} requests per second`}
          onChange={(event) => void store.act('load', { requestsPerSecond: Number(event.currentTarget.value) })}
        />
        <output>{load.requestsPerSecond}/s</output>
      </label>
      <label class="control">
        Connections
        <input
          type="number"
          min={1}
          max={32}
          value={load.connections}
          onChange={(event) => void store.act('load', { connections: Number(event.currentTarget.value) })}
        />
      </label>
    </div>
  );
}
