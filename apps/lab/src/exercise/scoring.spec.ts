import type { ExerciseProgress, FixAnswer } from '../protocol.ts';
import { pointsForFix, pointsForLine, pointsForProof } from './scoring.ts';

const begun: ExerciseProgress = {
  hints: [],
  hintsLeft: 3,
  wrongLines: [],
  foundLine: null,
  gaveUp: false,
  fixAnswers: [],
  score: { find: 0, fix: 0, proof: 0 },
};
const wrong: FixAnswer = { id: 'w', correct: false, why: '', shows: null };

test('harder causes give more', () => {
  expect(pointsForLine(1, begun)).toBe(100);
  expect(pointsForLine(4, begun)).toBe(400);
  expect(pointsForProof(2)).toBe(100);
});

test('hints and wrong answers cost, and something is left for whoever goes on', () => {
  expect(pointsForLine(2, { ...begun, hints: ['a', 'b', 'c'] })).toBe(100);
  expect(pointsForLine(1, { ...begun, hints: ['a', 'b', 'c'], wrongLines: [1, 2, 3, 4] })).toBe(10);
  expect(pointsForFix(1, { ...begun, fixAnswers: [wrong] })).toBe(60);
  expect(pointsForFix(1, { ...begun, fixAnswers: [wrong, wrong, wrong] })).toBe(10);
});
