import type { Score } from '../protocol.ts';

export type Scores = Readonly<Record<string, Score>>;

const key = 'watertight-lab-progress';
const none: Score = { find: 0, fix: 0, proof: 0 };

/** What was reached on this browser, also before the lab was last started. */
export function readProgress(storage: Pick<Storage, 'getItem'>): Scores {
  return parseProgress(storage.getItem(key) ?? '') ?? {};
}

export function writeProgress(storage: Pick<Storage, 'setItem'>, scores: Scores): void {
  storage.setItem(key, progressText(scores));
}

/** As it is exported: a file that another browser can import. */
export function progressText(scores: Scores): string {
  return JSON.stringify({ format: 'watertight-lab-progress', version: 1, scores }, null, 2);
}

/** Null where the text is no such file. */
export function parseProgress(text: string): Scores | null {
  try {
    const { format, scores } = JSON.parse(text) as { format?: unknown; scores?: unknown };
    if (format !== 'watertight-lab-progress' || typeof scores !== 'object' || scores === null) return null;
    const entries = Object.entries(scores).map(([id, score]) => [id, pick(score as Partial<Score> | null)] as const);
    return Object.fromEntries(entries);
  } catch {
    return null;
  }
}

/** Of each question the better result. */
export function better(a: Scores, b: Scores): Scores {
  const ids = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(ids.map((id) => [id, best(a[id] ?? none, b[id] ?? none)]));
}

export const pointsOf = ({ find, fix, proof }: Score) => find + fix + proof;
export const total = (scores: Scores) => Object.values(scores).reduce((sum, score) => sum + pointsOf(score), 0);

const best = (a: Score, b: Score): Score => ({
  find: Math.max(a.find, b.find),
  fix: Math.max(a.fix, b.fix),
  proof: Math.max(a.proof, b.proof),
});

function pick(score: Partial<Score> | null): Score {
  const points = (value: unknown) => (typeof value === 'number' && value >= 0 && value <= 10_000 ? value : 0);
  return { find: points(score?.find), fix: points(score?.fix), proof: points(score?.proof) };
}
