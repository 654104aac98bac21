import { isSameLeak, type Evidence, type Leak, type Signal, type SignalName } from '@watertight/evidence';

/**
 * A trial against an earlier one, such as that of the base branch: each leak is `new`, `worse` or `known`. What is known does not
 * count, so that a leak of yesterday does not hold up the work of today.
 *
 * @example
 * againstBaseline(evidence, baseline).baseline?.verdict; // 'no-worse' where all leaks are in the baseline as well
 */
export function againstBaseline(evidence: Evidence, baseline: Evidence): Evidence {
  const leaks = evidence.leaks.map((leak) => ({ ...leak, change: changeOf(leak, evidence, baseline) }));
  const gone = baseline.leaks.filter((leak) => !leaks.some((other) => isSameLeak(other, leak)));
  const compared = { ...evidence, leaks };
  return { ...compared, baseline: { ...judgementOf(compared, baseline), gone } };
}

type Change = NonNullable<Leak['change']>;

function changeOf(leak: Leak, evidence: Evidence, baseline: Evidence): Change {
  const known = baseline.leaks.find((other) => isSameLeak(other, leak));
  if (known) return hasGrown(amountsOf(leak, evidence), amountsOf(known, baseline), isSameLoad(evidence, baseline));
  return isGrowthWithoutName(leak.signal, evidence, baseline) ? 'known' : 'new';
}

/** What grew before and had no name may have got one: then it is not the leak that is new. */
function isGrowthWithoutName(name: SignalName, evidence: Evidence, baseline: Evidence): boolean {
  if (baseline.leaks.some(({ signal }) => memoryOf(signal) === memoryOf(name))) return false;
  const signalIn = ({ signals }: Evidence) => signals.find((signal) => signal.name === memoryOf(name));
  const [was, is] = [signalIn(baseline), signalIn(evidence)];
  return was?.verdict === 'leaking' && is !== undefined && !isSteeper(is, was);
}

const memoryOf = (name: SignalName): SignalName => (name === 'survivors' ? 'heap-after-gc' : name);

interface Amounts {
  readonly bytes: number;
  readonly count: number;
  readonly smallestBytes: number;
}

function amountsOf(leak: Leak, { signals }: Evidence): Amounts {
  const signal = signals.find(({ name, unit }) => name === memoryOf(leak.signal) && unit === 'bytes');
  return {
    bytes: leak.retainedBytesPerRequest,
    count: leak.objectsPerRequest,
    smallestBytes: signal?.smallestDetectable ?? 0,
  };
}

// Two trials of one program differ by some per cent, and a leak among several by how the heap is divided.
const noise = 0.25;
const smallestCount = 0.25;

function hasGrown(is: Amounts, was: Amounts, isComparable: boolean): Change {
  if (!isComparable) return 'known';
  const smallestBytes = Math.max(is.smallestBytes, was.smallestBytes);
  const isHeavier = is.bytes > was.bytes * (1 + noise) + smallestBytes;
  // Counted alone, where bytes tell nothing: descriptors, listeners.
  const isMore = was.bytes === 0 && is.bytes === 0 && is.count > was.count * (1 + noise) + smallestCount;
  return isHeavier || isMore ? 'worse' : 'known';
}

/** Growth is per request of the whole load: with other routes it is another number. */
function isSameLoad(a: Evidence, b: Evidence): boolean {
  const nameOf = ({ trial }: Evidence) => [trial.load ?? '', ...[...trial.routes].sort()].join('\n');
  return nameOf(a) === nameOf(b);
}

function isSteeper(is: Signal, was: Signal): boolean {
  const tolerance = Math.max(Math.abs(was.slopePerRequest) * noise, is.smallestDetectable, was.smallestDetectable);
  return is.slopePerRequest > was.slopePerRequest + tolerance && is.interval[0] > was.interval[1];
}

interface Judgement {
  readonly verdict: 'no-worse' | 'worse' | 'inconclusive';
  readonly reason: string;
}

function judgementOf(evidence: Evidence, baseline: Evidence): Judgement {
  const { verdict, leaks } = evidence;
  if (verdict === 'inconclusive') return { verdict, reason: 'the trial is inconclusive, so nothing can be compared' };
  const counted = (change: Change) => leaks.filter((leak) => leak.change === change).length;
  const [added, worse, known] = [counted('new'), counted('worse'), counted('known')];
  if (added + worse > 0) {
    const parts = [added > 0 && `${plural(added)} new`, worse > 0 && `${plural(worse)} worse`].filter(Boolean);
    return { verdict: 'worse', reason: `against the baseline, ${parts.join(' and ')}` };
  }
  const steeper =
    verdict === 'leaking' ? evidence.signals.find((signal) => growsAnew(signal, evidence, baseline)) : undefined;
  if (steeper) return { verdict: 'worse', reason: `${steeper.name} grows more than in the baseline` };
  return { verdict: 'no-worse', reason: known > 0 ? `${plural(known)} known from the baseline` : 'nothing leaks anew' };
}

/** A signal that leaks now and did not, or not as much, beside whatever leaks could be named. */
function growsAnew(signal: Signal, evidence: Evidence, { signals, ...baseline }: Evidence): boolean {
  if (signal.verdict !== 'leaking') return false;
  const was = signals.find(({ name }) => name === signal.name);
  const isNamed = evidence.leaks.some((leak) => memoryOf(leak.signal) === memoryOf(signal.name));
  if (was?.verdict !== 'leaking') return !isNamed;
  return isSameLoad(evidence, { signals, ...baseline }) && isSteeper(signal, was);
}

const plural = (count: number) => `${count} ${count === 1 ? 'leak is' : 'leaks are'}`;
