import type { Difficulty } from '@watertight/catalog';
import type { ExerciseProgress } from '../protocol.ts';

const pointsPerStep = 100;

/** Points for the line: a hint costs a sixth, a wrong line a quarter; something is left for whoever finds it. */
export function pointsForLine(difficulty: Difficulty, { hints, wrongLines }: ExerciseProgress): number {
  return share(difficulty, 1 - hints.length / 6 - wrongLines.length / 4);
}

/** Points for the fix: each wrong choice costs two fifths. */
export function pointsForFix(difficulty: Difficulty, { fixAnswers }: ExerciseProgress): number {
  return share(difficulty, 1 - fixAnswers.filter(({ correct }) => !correct).length * 0.4);
}

/** Points for the proof that memory is flat. */
export function pointsForProof(difficulty: Difficulty): number {
  return share(difficulty, 0.5);
}

const share = (difficulty: Difficulty, part: number) => Math.round(difficulty * pointsPerStep * Math.max(0.1, part));
