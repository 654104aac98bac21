import type { ExerciseState, JobKind } from '../protocol.ts';
import type { Store } from './store.ts';

interface JobButtonProps {
  readonly store: Store;
  readonly exercise: ExerciseState;
  readonly kind: JobKind;
  readonly label: string;
  readonly disabled?: boolean;
}

/** Begins a run of the command, shows how far it is, and why it came to nothing. */
export function JobButton({ store, exercise: { job, failure }, kind, label, disabled = false }: JobButtonProps) {
  if (job?.kind === kind) {
    const percent = Math.round((job.fraction ?? 0) * 100);
    return (
      <div class="job" role="status">
        <progress max={100} value={job.fraction === null ? undefined : percent} aria-label={job.message} />
        <span class="job-message">{job.message}</span>
        <button type="button" onClick={() => void store.act('stop-job')}>
          Stop
        </button>
      </div>
    );
  }
  return (
    <>
      <button type="button" class="primary" disabled={disabled || job !== null} onClick={() => void store.act(kind)}>
        {label}
      </button>
      {failure !== null && job === null && (
        <p class="note bad" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}
