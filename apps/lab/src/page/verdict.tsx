import type { Proof } from '../protocol.ts';

const titles = { leaking: 'Leaking', stable: 'Stable', inconclusive: 'Inconclusive' } as const;

/** What a trial concludes, and why. */
export const Verdict = ({ verdict, reason }: Pick<Proof, 'verdict' | 'reason'>) => (
  <div class={`banner ${verdict}`} role="status">
    <strong>{titles[verdict]}</strong>
    <span>{reason}</span>
  </div>
);
