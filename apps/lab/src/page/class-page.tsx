import { useEffect, useState } from 'preact/hooks';
import type { ScoreRow } from '../protocol.ts';
import { download } from './download.ts';
import type { Store } from './store.ts';
import { count } from './units.ts';

interface ClassState {
  readonly rows: readonly ScoreRow[];
  readonly joinToken: string;
}

const everyMs = 2000;

/** The score board of a class, for its instructor. */
export function ClassPage({ store }: { readonly store: Store }) {
  const [state, setState] = useState<ClassState | null>(null);
  useEffect(() => {
    const ask = () => void store.connection.get<ClassState>('class').then(setState, () => undefined);
    ask();
    const timer = setInterval(ask, everyMs);
    return () => clearInterval(timer);
  }, [store]);
  if (!state) return null;
  const link = `${location.origin}/#join=${state.joinToken}`;
  return (
    <main class="class" id="main">
      <h1>Class</h1>
      <p>Give this link to the participants. Each gets processes of their own.</p>
      <p class="join-link">
        <code>{link}</code>
        <button type="button" onClick={() => void navigator.clipboard.writeText(link)}>
          Copy
        </button>
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="score board">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="number">
                Points
              </th>
              <th scope="col" class="number">
                Lines
              </th>
              <th scope="col" class="number">
                Fixes
              </th>
              <th scope="col" class="number">
                Proofs
              </th>
              <th scope="col">Works on</th>
            </tr>
          </thead>
          <tbody>
            {state.rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td class="number">{count(row.points)}</td>
                <td class="number">{row.found}</td>
                <td class="number">{row.fixed}</td>
                <td class="number">{row.proved}</td>
                <td>{row.now || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {state.rows.length === 0 && <p class="quiet">Nobody has joined yet.</p>}
      <button
        type="button"
        onClick={() =>
          void store.connection.text('class.csv').then((text) => download('score-board.csv', text, 'text/csv'))
        }
      >
        Save as CSV
      </button>
    </main>
  );
}
