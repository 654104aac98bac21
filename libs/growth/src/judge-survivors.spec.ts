import { judgeSurvivors, type TrackedRound } from './judge-survivors.ts';

const requests = 503;
const rounds = (...objectsByAge: number[][]): TrackedRound[] =>
  objectsByAge.map((ages) => ({ requests, objectsByAge: ages }));
const tolerance = 0.2;

describe('judgeSurvivors', () => {
  test('calls stable what is gone one round later', () => {
    const clean = rounds([466, 19, 19, 19], [455, 9, 8, 8], [452, 6, 6], [447, 1], [450]);
    expect(judgeSurvivors(clean, tolerance)).toMatchObject({ verdict: 'stable' });
  });

  test('calls leaking what stays however old it gets', () => {
    const leak = rounds([1975, 1528, 1528, 1528], [1965, 1517, 1517, 1517], [1968, 1520, 1514], [1957, 1510], [1960]);
    const { verdict, slopePerRequest } = judgeSurvivors(leak, tolerance);
    expect(verdict).toBe('leaking');
    expect(slopePerRequest).toBeCloseTo(3, 1);
  });

  test('does not blame a cache that pushes its oldest entries out', () => {
    const cache = rounds([1500, 1500, 500, 0], [1500, 1500, 500, 0], [1500, 1500, 500], [1500, 1500], [1500]);
    expect(judgeSurvivors(cache, tolerance).verdict).not.toBe('leaking');
  });

  test('does not blame the first round for what warming up leaves behind', () => {
    const warmUp = rounds([9000, 8000, 8000, 8000], [460, 12, 8], [455, 9, 8], [450, 3], [452]);
    expect(judgeSurvivors(warmUp, tolerance).verdict).toBe('stable');
  });

  test('does not decide on two rounds', () => {
    expect(judgeSurvivors(rounds([1975, 1528], [1965]), tolerance).verdict).toBe('undecided');
  });
});
