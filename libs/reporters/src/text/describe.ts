import { listenersIn, objectsOf } from '@watertight/diagnosis';
import type {
  AllocationSite,
  HealOutcome,
  Insertion,
  Leak,
  Position,
  ResponseComparison,
  Signal,
  TrialRecord,
} from '@watertight/evidence';
import { printable } from './printable.ts';
import { bytes, decimal, duration, percent, plural } from './units.ts';

/** The cause that explains a leak, or what else is known to pile up, or a word for not knowing. */
export function titleOf(leak: Leak): string {
  if (leak.cause !== null) return leak.cause;
  if (listenersIn(leak.sink)) return 'listener leak';
  return leak.sink?.kind === 'TimersList' ? 'timer leak' : 'unexplained leak';
}

/** `412 B per request (95 %: 409 to 416 B), 3 objects`: how much one leak costs. */
export function amountOf(leak: Leak, leaks: readonly Leak[], signals: readonly Signal[]): string {
  const interval = intervalOf(leak, leaks, signals);
  const parts = [
    leak.retainedBytesPerRequest > 0 && `${retainedBytesOf(leak)}${interval}`,
    !isCounted(leak.signal) && leak.objectsPerRequest > 0 && plural(leak.objectsPerRequest, 'object'),
    isCounted(leak.signal) && countOf(leak, signals),
  ].filter((part) => part !== false);
  if (leak.retainedBytesPerRequest <= 0 && parts.length > 0 && !isCounted(leak.signal))
    return `${parts[0]} per request`;
  return parts.length > 0 ? parts.join(', ') : 'kept alive after the response';
}

/** `412 B per request`; where several leaks grow one heap, `about 220 B of the 316 B per request measured together`. */
export function retainedBytesOf({ retainedBytesPerRequest, measuredTogetherBytesPerRequest: together }: Leak): string {
  const own = bytes(retainedBytesPerRequest);
  return together === undefined
    ? `${own} per request`
    : `about ${own} of the ${bytes(together)} per request measured together`;
}

// The interval is that of the whole process: with several leaks in one memory it says nothing about each.
function intervalOf(leak: Leak, leaks: readonly Leak[], signals: readonly Signal[]): string {
  const memory = memoryOf(leak);
  const signal = signals.find(({ name, unit }) => name === memory && unit === 'bytes');
  const isAlone = leaks.filter((other) => memoryOf(other) === memory).length === 1;
  return signal && isAlone ? ` (${between(signal)})` : '';
}

function memoryOf({ signal }: Leak): Leak['signal'] {
  return signal === 'survivors' ? 'heap-after-gc' : signal;
}

// What is counted for its own sake, not as bytes or objects of the heap.
const counted: readonly Leak['signal'][] = ['descriptors', 'listeners', 'timers'];
const isCounted = (signal: Leak['signal']) => counted.includes(signal);

function countOf(leak: Leak, signals: readonly Signal[]): string {
  const signal = signals.find(({ name }) => name === leak.signal);
  return signal ? slopeOf(signal) : signalTitles[leak.signal];
}

/** `412 B per request (95 %: 409 to 416 B)` */
export function slopeOf(outcome: Pick<HealOutcome, 'slopePerRequest' | 'interval' | 'unit'>): string {
  return `${quantity(outcome.slopePerRequest, outcome.unit)} per request (${between(outcome)})`;
}

/** `stable, 138 B per request (95 %: 94.6 to 185 B): it grew until full and then came to rest` */
export function judgementOf(signal: Signal): string {
  return `${signal.verdict}, ${slopeOf(signal)}${signal.reason ? `: ${signal.reason}` : ''}`;
}

function between(outcome: Pick<HealOutcome, 'interval' | 'unit'>): string {
  return `95 %: ${intervalText(outcome)}`;
}

/** `409 to 416 B`; JSON has no infinity, so a bound of the largest safe integer says that there is none. */
export function intervalText({ interval, unit }: Pick<HealOutcome, 'interval' | 'unit'>): string {
  const say = unit === 'bytes' ? bytes : decimal;
  const [low, high] = interval.map((bound) => (Math.abs(bound) < Number.MAX_SAFE_INTEGER ? say(bound) : null));
  const isSameUnit = low?.split(' ')[1] !== undefined && low.split(' ')[1] === high?.split(' ')[1];
  return `${(isSameUnit ? low.split(' ')[0] : low) ?? '−∞'} to ${high ?? '∞'}`;
}

export function quantity(value: number, unit: HealOutcome['unit']): string {
  if (unit === 'bytes') return bytes(value);
  return plural(value, unit.slice(0, -1));
}

/** `Visitor objects pile up in Map visitors (src/app.ts:9), package mustache 3.2.1` */
export function whatOf(leak: Leak): string {
  const from = leak.package && `, package ${leak.package.name} ${leak.package.version}`;
  return printable(`${pilingUp(leak)}${from ?? ''}`);
}

function pilingUp(leak: Leak): string {
  const { signal, sink, constructor } = leak;
  if (signal === 'descriptors') return `${descriptorNoun(sink)} pile up`;
  if (sink?.kind === 'handle') return `${sink.name} handles pile up: nobody closes them`;
  const listeners = listenersIn(sink);
  if (listeners) return `${listeners.what} pile up on ${listeners.emitter}${declaredAt(leak)}`;
  if (sink?.kind === 'TimersList') return 'timers that nobody clears pile up';
  const verb = signal === 'watched-objects' ? 'are kept' : 'pile up';
  const where = sink ? ` in ${sink.kind} ${sink.name}${declaredAt(leak)}` : '';
  return `${objectsOf(constructor)} ${verb}${where}`;
}

function descriptorNoun(sink: Leak['sink']): string {
  if (!sink) return 'open descriptors';
  return sink.name === 'file' ? 'open files' : `open descriptors (${sink.name})`;
}

function declaredAt({ sink }: Leak): string {
  if (!sink?.file) return '';
  return ` (${sink.file}${sink.line === undefined ? '' : `:${sink.line}`})`;
}

/** `src/app.ts:11:14 in handle` */
export function placeOf({ file, line, column, function: name }: Position): string {
  return printable(`${file}:${line}${column === undefined ? '' : `:${column}`}${name ? ` in ${name}` : ''}`);
}

/**
 * The insertion and, where that lies in a dependency, what calls it there and the target's own line that led to it; empty
 * where none is known.
 */
export function whereOf(leak: Leak): string[] {
  const { insertion } = leak;
  if (!insertion) return [];
  const place = `${placeOf(insertion)}${shareOf(insertion)}`;
  if (!insertion.caller) return [place];
  const own = placeOf(insertion.caller);
  // A statement that fills a table for everybody says less than who has it do so.
  const nearest = insertion.callers?.[0] && placeOf(insertion.callers[0]);
  return [place, ...(nearest && nearest !== own ? [`called by ${nearest}`] : []), `called from ${own}`];
}

function shareOf({ share }: Insertion): string {
  return share < 1 ? ` (${percent(share)} of the insertions)` : '';
}

/** `about 120 B per request at src/app.ts:21:3 in handle`; where the line is not known, the function. */
export function allocationOf(site: AllocationSite): string {
  const { precision, bytesPerRequest, file, line, function: name } = site;
  const place = precision === 'line' || !name ? placeOf(site) : `${name} (${printable(file)}:${line})`;
  const where = precision === 'line' || !name ? 'at' : 'in';
  return `about ${bytes(bytesPerRequest)} per request ${where} ${printable(place)}`;
}

/** The trial in one sentence, with the smallest leak that it could have seen. */
export function trialOf(trial: TrialRecord, signals: readonly Signal[]): string {
  const parts = [
    `${loadOf(trial)} in ${duration(trial.durationMs)}`,
    statusesOf(trial),
    trial.load ?? trial.routes.join(', '),
    `Node ${trial.node.replace(/^v/, '')}`,
    smallest(signals),
  ];
  return printable(parts.filter((part) => part !== '').join('; '));
}

/** `9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look closer)` */
export function loadOf({ rounds, requestsPerRound, warmUpRequests, statuses, load, series }: TrialRecord): string {
  const answered = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  if (load !== undefined) {
    const perRound = Math.round((series.at(-1)?.requests ?? 0) / Math.max(rounds, 1));
    return `${plural(answered, 'request')} (${plural(rounds, 'round')} of about ${decimal(perRound)})`;
  }
  const measured = warmUpRequests + rounds * requestsPerRound;
  const parts = [
    warmUpRequests > 0 && `${decimal(warmUpRequests)} to warm up`,
    `${plural(rounds, 'round')} of ${decimal(requestsPerRound)}`,
    answered > measured && `${decimal(answered - measured)} to look closer`,
  ];
  return `${plural(Math.max(answered, measured), 'request')} (${parts.filter((part) => part !== false).join(', ')})`;
}

/** `all answered 200`, or `status 200 × 2,000, 503 × 12`; empty where nothing was answered. */
export function statusesOf({ statuses }: TrialRecord): string {
  const entries = Object.entries(statuses);
  if (entries.length === 0) return '';
  if (entries.length === 1) return `all answered ${entries[0]![0]}`;
  return `status ${entries.map(([status, count]) => `${status} × ${decimal(count)}`).join(', ')}`;
}

function smallest(signals: readonly Signal[]): string {
  const leak = smallestOf(signals);
  return leak === '' ? '' : `smallest leak it could see: ${leak}`;
}

/** `9 B per request`: the smallest leak that the trial could have seen; empty without a signal. */
export function smallestOf(signals: readonly Signal[]): string {
  const heap = signals.find(({ name }) => name === 'heap-after-gc') ?? signals[0];
  return heap ? `${quantity(heap.smallestDetectable, heap.unit)} per request` : '';
}

/** Whether the rewritten target answers like the original. */
export function responsesOf({ compared, different, volatile }: ResponseComparison): string {
  if (compared === 0) return 'none compared';
  const agreement = different === 0 ? 'all agree' : `${different} ${different === 1 ? 'differs' : 'differ'}`;
  const leftOut = volatile.length > 0 ? ` (left out, as they always differ: ${volatile.join(', ')})` : '';
  return printable(`${compared} compared, ${agreement}${leftOut}`);
}

/** The signals' names for people. */
export const signalTitles = {
  'heap-after-gc': 'heap after GC',
  survivors: 'survivors',
  external: 'external memory',
  descriptors: 'open descriptors',
  'watched-objects': 'requests and responses kept',
  listeners: 'listeners',
  timers: 'repeating timers',
} as const satisfies Record<Signal['name'], string>;
