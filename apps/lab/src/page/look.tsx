import type { Evidence, Leak } from '@watertight/evidence';
import { useEffect, useRef } from 'preact/hooks';
import type { AllocationTable, EvidenceView, ExerciseState } from '../protocol.ts';
import { JobButton } from './job.tsx';
import type { Store } from './store.ts';
import { bytes, count, growth } from './units.ts';
import { Verdict } from './verdict.tsx';

interface LookProps {
  readonly store: Store;
  readonly exercise: ExerciseState;
  readonly view: EvidenceView | null;
  readonly unseen: string | null;
}

/** What a trial of this exercise finds: what grows, who holds it, where it was allocated. */
export function Look({ store, exercise, view, unseen }: LookProps) {
  const evidence = view?.after ?? view?.before ?? null;
  const [leak] = evidence?.leaks ?? [];
  return (
    <>
      <p>
        The trial starts this program once more, alone and quiet: rounds of a prime number of requests, a full
        collection after each, then two snapshots. It takes half a minute or so.
      </p>
      {unseen !== null && (
        <p class="note">No trial on one machine shows this cause: {unseen}. Its line is found by reading.</p>
      )}
      <JobButton store={store} exercise={exercise} kind="look" label={evidence ? 'Look again' : 'Look inside'} />
      {evidence && <Verdict verdict={evidence.verdict} reason={evidence.reason} />}
      {leak && <Found leak={leak} />}
      {evidence && <Survivors evidence={evidence} />}
      {evidence?.allocations && <Flame evidence={evidence} />}
      {evidence && <Signals evidence={evidence} />}
      <section>
        <h3>Allocations by line, live</h3>
        <p class="quiet">
          Take a snapshot while the load runs, and another some seconds later: what a line has gained since the first is
          what stays.
        </p>
        <button
          type="button"
          disabled={exercise.programs.yours.kind !== 'running'}
          onClick={() => void store.act('snapshot')}
        >
          Take a snapshot
        </button>
        {view?.allocations && <Allocations table={view.allocations} />}
      </section>
    </>
  );
}

function Found({ leak }: { readonly leak: Leak }) {
  const isDescriptor = leak.signal === 'descriptors';
  return (
    <section>
      <h3>What grows</h3>
      <dl class="facts">
        <div>
          <dt>Object</dt>
          <dd>
            <code>{leak.constructor ?? (isDescriptor ? 'file descriptor' : 'unknown')}</code>
          </dd>
        </div>
        <div>
          <dt>Per request</dt>
          <dd>
            {isDescriptor
              ? 'one open descriptor'
              : `${bytes(leak.retainedBytesPerRequest)}, ${growth(leak.objectsPerRequest, 'objects')}`}
          </dd>
        </div>
        {leak.sink && (
          <div>
            <dt>Piles up in</dt>
            <dd>
              <code>{leak.sink.name || leak.sink.kind}</code> ({leak.sink.kind})
            </dd>
          </div>
        )}
        {leak.package && (
          <div>
            <dt>Package</dt>
            <dd>
              {leak.package.name} {leak.package.version}
            </dd>
          </div>
        )}
        <div>
          <dt>Inserted by</dt>
          <dd>
            {leak.insertion
              ? `line ${(leak.insertion.caller ?? leak.insertion).line}`
              : 'found by you, in the next step'}
          </dd>
        </div>
      </dl>
      {leak.retainingPath.length > 0 && <Path leak={leak} />}
    </section>
  );
}

/** From what the collector never frees to the object that piles up. */
function Path({ leak }: { readonly leak: Leak }) {
  const last = leak.retainingPath.length - 1;
  return (
    <>
      <h3>Who holds it</h3>
      <ol class="path" aria-label="retaining path, from the root to the object">
        <li class="node node-root">
          <span class="node-kind">root</span> GC root
        </li>
        {leak.retainingPath.map((step, at) => {
          const [edge, name] = splitStep(step);
          const origin = leak.retainingPathOrigins?.[at]?.kind ?? 'unknown';
          return (
            <li key={at} class={`node node-${origin}${at === last ? ' node-grows' : ''}`}>
              {name !== undefined && <span class="edge">{edge}</span>}
              <code>{name ?? edge}</code>
              {at === last && <span class="pile">grows with every request</span>}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function splitStep(step: string): [string, string | undefined] {
  const at = step.indexOf(': ');
  return at < 0 ? [step, undefined] : [step.slice(0, at), step.slice(at + 2)];
}

/** How many objects of a round are still alive, by how many rounds have passed: a leak keeps them, a cache lets them go. */
function Survivors({ evidence: { trial } }: { readonly evidence: Evidence }) {
  const rounds = trial.survivors.filter(({ objectsByAge }) => objectsByAge.length > 0);
  if (rounds.length === 0) return null;
  const ages = Math.max(...rounds.map(({ objectsByAge }) => objectsByAge.length));
  // The first rounds still warm up, so the middle one says more than the mean.
  const means = Array.from({ length: ages }, (_, age) =>
    median(
      rounds.flatMap(({ requests, objectsByAge }) =>
        age < objectsByAge.length ? [objectsByAge[age]! / requests] : [],
      ),
    ),
  );
  const most = Math.max(...means, 0.001);
  return (
    <section>
      <h3>Survivors by age</h3>
      <p class="quiet">Objects of a request that are still alive, some rounds later. Level bars are a leak.</p>
      <ol class="bars">
        {means.map((mean, age) => (
          <li key={age}>
            <span class="bar-name">{age === 0 ? 'at once' : age === 1 ? '1 round later' : `${age} rounds later`}</span>
            <span class="bar">
              <span class="bar-fill" style={{ width: `${(mean / most) * 100}%` }} />
            </span>
            <span class="bar-value">{mean.toFixed(2)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What was allocated and stayed, by calls. */
function Flame({ evidence }: { readonly evidence: Evidence }) {
  const holder = useRef<HTMLDivElement>(null);
  const { allocations } = evidence;
  useEffect(() => {
    const element = holder.current!;
    let remove: (() => void) | undefined;
    let isGone = false;
    void import('./flame.ts').then(({ drawFlame }) => {
      if (!isGone && allocations) remove = drawFlame(element, allocations);
    });
    return () => {
      isGone = true;
      remove?.();
    };
  }, [allocations]);
  const sites = evidence.leaks.flatMap((leak) => leak.allocationSites).slice(0, 8);
  return (
    <section>
      <h3>Allocated, and still there</h3>
      <div ref={holder} class="flame" role="img" aria-label="flame graph of the calls that allocated what stayed" />
      {sites.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="allocation sites">
          <table>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col" class="number">
                  per request
                </th>
                <th scope="col">known to</th>
              </tr>
            </thead>
            <tbody>
              {sites.map((site) => (
                <tr key={`${site.file}:${site.line}:${site.column}`}>
                  <td>
                    <code>{`${shortFile(site.file)}:${site.line}`}</code>
                  </td>
                  <td class="number">{bytes(site.bytesPerRequest)}</td>
                  <td>{site.precision === 'line' ? 'the line' : 'its function'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const shortFile = (file: string) => file.replace(/^.*\/node_modules\//, '').replace(/^src\/routes\/[\w-]+\//, '');

function Signals({ evidence }: { readonly evidence: Evidence }) {
  return (
    <details>
      <summary>All that was measured</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="signals">
        <table>
          <thead>
            <tr>
              <th scope="col">Signal</th>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                per request
              </th>
              <th scope="col" class="number">
                smallest seen
              </th>
            </tr>
          </thead>
          <tbody>
            {evidence.signals.map(({ name, verdict, slopePerRequest, smallestDetectable, unit }) => (
              <tr key={name}>
                <td>{name.replaceAll('-', ' ')}</td>
                <td>
                  <span class={`badge ${verdict}`}>{verdict}</span>
                </td>
                <td class="number">{growth(slopePerRequest, unit)}</td>
                <td class="number">{growth(smallestDetectable, unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">
        {evidence.trial.rounds} rounds of {count(evidence.trial.requestsPerRound)} requests in{' '}
        {Math.round(evidence.trial.durationMs / 1000)} s, Node {evidence.trial.node}
      </p>
    </details>
  );
}

function Allocations({ table }: { readonly table: AllocationTable }) {
  if (table.lines.length === 0) return <p class="note">No line of this program has allocated what is there now.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="allocations by line">
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col" class="number">
              size
            </th>
            <th scope="col" class="number">
              gained
            </th>
            <th scope="col" class="number">
              objects
            </th>
          </tr>
        </thead>
        <tbody>
          {table.lines.map((line) => (
            <tr key={line.name}>
              <td>
                <code>{shortFile(line.name)}</code> {!line.exact && <span class="quiet">(function)</span>}
              </td>
              <td class="number">{bytes(line.bytes)}</td>
              <td class="number">{table.comparedWithMs === null ? '–' : `+${bytes(line.bytesGained)}`}</td>
              <td class="number">{count(line.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {table.comparedWithMs === null && <p class="quiet">The first snapshot. Take another to see what is gained.</p>}
    </div>
  );
}
