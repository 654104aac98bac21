import type { Evidence, Signal } from '@watertight/evidence';
import { drawnEvidence } from './testing/drawn-evidence.ts';
import { withinBudget } from './within-budget.ts';

const { leaking, stable } = drawnEvidence;

const [heap] = leaking.signals as [Signal];
const survivors: Signal = { ...heap, name: 'survivors', unit: 'objects', slopePerRequest: 3, interval: [3, 3] };
const descriptors: Signal = { ...heap, name: 'descriptors', unit: 'descriptors', slopePerRequest: 1, interval: [1, 1] };
const evidence: Evidence = { ...leaking, signals: [heap, survivors] };

test('growth within the budget is stable, with its survivors', () => {
  const { verdict, leaks, signals, reason } = withinBudget(evidence, 1024);
  expect({ verdict, leaks }).toEqual({ verdict: 'stable', leaks: [] });
  expect(signals.map((signal) => signal.verdict)).toEqual(['stable', 'stable']);
  expect(reason).toBe('memory grows by 412 B per request, within the budget of 1024 B');
});

test('growth beyond the budget stays as it is', () => {
  expect(withinBudget(evidence, 411)).toBe(evidence);
});

test('no budget forgives descriptors', () => {
  const both = { ...evidence, signals: [heap, descriptors] };
  expect(withinBudget(both, 1e6)).toMatchObject({ verdict: 'leaking', signals: [{ verdict: 'stable' }, descriptors] });
});

test('an open verdict is within the budget only with its whole interval', () => {
  const open: Signal = { ...heap, verdict: 'inconclusive', slopePerRequest: 10, interval: [-20, 90] };
  const undecided: Evidence = { ...stable, verdict: 'inconclusive', signals: [open] };
  expect(withinBudget(undecided, 64).verdict).toBe('inconclusive');
  expect(withinBudget(undecided, 100).verdict).toBe('stable');
});

test('what is stable already is not touched', () => {
  expect(withinBudget(stable, 64)).toBe(stable);
});
