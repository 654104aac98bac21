import type { Evidence, Signal } from '@watertight/evidence';
import { budgetGroups, judgeBudgets, withBudgets, type Allowances, type Budgets } from './budgets.ts';
import { drawnEvidence } from './testing/drawn-evidence.ts';

const { leaking, stable } = drawnEvidence;
const [heap] = leaking.signals as [Signal];

const growth = (growthPerRequest: number): Allowances => ({ 'heap-after-gc': { growthPerRequest } });
const size = (sizeAfterCollection: number): Allowances => ({ 'heap-after-gc': { sizeAfterCollection } });
const budgets = (ofRoutes: Record<string, Allowances>, ofOthers?: Allowances): Budgets => ({
  ofRoutes: new Map(Object.entries(ofRoutes)),
  ofOthers,
});
const loading = (routes: readonly string[], evidence: Evidence = leaking): Evidence => ({
  ...evidence,
  trial: { ...evidence.trial, routes: [...routes] },
});
const sized = (...heapUsedBytes: number[]): Evidence => ({
  ...stable,
  trial: {
    ...stable.trial,
    series: heapUsedBytes.map((bytes, round) => ({
      requests: round,
      heapUsedBytes: bytes,
      externalBytes: 0,
      rssBytes: 0,
      descriptors: 0,
    })),
  },
});

describe('routes share budgets', () => {
  test('by a budget of their own, and all others by one', () => {
    const groups = budgetGroups(budgets({ 'GET /a': growth(1) }, growth(2)), ['GET /a', 'GET /b', 'GET /c']);
    expect(groups.map(({ route, routes }) => [route, routes])).toEqual([
      ['GET /a', ['GET /a']],
      [null, ['GET /b', 'GET /c']],
    ]);
  });

  test('not where none was set for them, nor where they were not loaded', () => {
    expect(budgetGroups(budgets({ 'GET /a': growth(1) }), ['GET /b'])).toEqual([]);
    expect(budgetGroups(budgets({}, growth(1)), ['GET /b'])).toHaveLength(1);
  });

  test('and a load that tells no routes has that of all others', () => {
    expect(budgetGroups(budgets({ 'GET /a': growth(1) }, growth(2)), [])).toEqual([
      { route: null, routes: [], allowances: growth(2) },
    ]);
  });
});

describe('a budget of growth', () => {
  const [group] = budgetGroups(budgets({}, growth(64)), ['GET /']);
  const verdictOf = (signal: Partial<Signal>) =>
    judgeBudgets(group!, { ...leaking, signals: [{ ...heap, ...signal }] })[0]?.verdict;

  test('is exceeded by what leaks more, and by nothing that is stable', () => {
    expect(verdictOf({ slopePerRequest: 65 })).toBe('over');
    expect(verdictOf({ slopePerRequest: 64 })).toBe('within');
    expect(verdictOf({ slopePerRequest: 65, verdict: 'stable' })).toBe('within');
  });

  test('is open where the interval of an open signal reaches beyond it', () => {
    expect(verdictOf({ verdict: 'inconclusive', interval: [-5, 65] })).toBe('inconclusive');
    expect(verdictOf({ verdict: 'inconclusive', interval: [-5, 64] })).toBe('within');
  });

  test('of one route among four is kept for sure where all of the growth were its own', () => {
    const routes = ['GET /a', 'GET /b', 'GET /c', 'GET /d'];
    const [one] = budgetGroups(budgets({ 'GET /a': growth(1700) }), routes);
    const [result] = judgeBudgets(one!, loading(routes));
    // The upper bound of 416 B per request of the whole load, for every fourth request.
    expect(result).toMatchObject({ measuredBytes: 1664, isUpperBound: true, verdict: 'within' });
    const [tighter] = budgetGroups(budgets({ 'GET /a': growth(1600) }), routes);
    expect(judgeBudgets(tighter!, loading(routes))[0]?.verdict).toBe('inconclusive');
  });
});

describe('a budget of size', () => {
  const [group] = budgetGroups(budgets({}, size(100)), ['GET /']);

  test('is exceeded by the largest heap after a collection', () => {
    expect(judgeBudgets(group!, sized(90, 101, 95))[0]).toMatchObject({ measuredBytes: 101, verdict: 'over' });
    expect(judgeBudgets(group!, sized(90, 100))[0]?.verdict).toBe('within');
  });

  test('of one route is not known to be exceeded while others are loaded beside it', () => {
    const [one] = budgetGroups(budgets({ 'GET /a': size(100) }), ['GET /a', 'GET /b']);
    const both = ['GET /a', 'GET /b'];
    expect(judgeBudgets(one!, loading(both, sized(101)))[0]?.verdict).toBe('inconclusive');
    expect(judgeBudgets(one!, loading(both, sized(100)))[0]?.verdict).toBe('within');
  });
});

describe('evidence with budgets', () => {
  const judged = (evidence: Evidence, given: Budgets) => {
    const groups = budgetGroups(given, evidence.trial.routes);
    return withBudgets(
      evidence,
      groups,
      groups.flatMap((group) => judgeBudgets(group, evidence)),
    );
  };

  test('is stable where the one budget is kept', () => {
    const { verdict, reason, budgets: told } = judged(leaking, budgets({}, growth(512)));
    expect({ verdict, reason }).toEqual({
      verdict: 'stable',
      reason: 'memory grows by 412 B per request, within the budget of 512 B',
    });
    expect(told).toHaveLength(1);
  });

  test('is stable where each route keeps to its own', () => {
    const both = loading(['GET /a', 'GET /b']);
    const given = budgets({ 'GET /a': growth(900) }, growth(900));
    expect(judged(both, given)).toMatchObject({
      verdict: 'stable',
      reason: 'memory grows by 412 B per request, within the budget of each route',
    });
  });

  test('goes on leaking where a route has no budget', () => {
    expect(judged(loading(['GET /a', 'GET /b']), budgets({ 'GET /a': growth(900) })).verdict).toBe('leaking');
  });

  test('is what it was where no budget concerns it', () => {
    expect(judged(leaking, budgets({ 'GET /other': growth(1) }))).toBe(leaking);
  });
});
