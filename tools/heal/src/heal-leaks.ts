import type { FileEdit } from '@watertight/codemods';
import { isSameLeak, type Evidence, type Finding, type HealResult, type Healed, type Leak } from '@watertight/evidence';
import { attemptRewrite } from './attempt.ts';
import type { VolatileParts } from './compare-responses.ts';
import { throwIfInterrupted } from './interruption.ts';
import { filesOf, matchFindings } from './match.ts';
import type { HealTools } from './options.ts';
import { prepareCopy, type Workbench } from './workbench.ts';

export interface AcceptedRewrite {
  readonly healed: Healed;
  readonly edits: readonly FileEdit[];
}

export interface Healing {
  readonly healed: readonly Healed[];
  readonly remaining: HealResult['remaining'];
  /** In the order in which they were made. */
  readonly accepted: readonly AcceptedRewrite[];
  /** The last accepted trial. */
  readonly after: Evidence | null;
}

// Each candidate costs a trial, and what is not among the likeliest is hardly the cause.
const candidatesPerLeak = 3;

/** Heals one leak after the other, each on top of the rewrites that were accepted before, until none is left untried. */
export async function healLeaks(bench: Workbench): Promise<Healing> {
  const tried: Leak[] = [];
  const healed: Healed[] = [];
  const remaining: HealResult['remaining'] = [];
  const accepted: AcceptedRewrite[] = [];
  let isStopped = false;
  let current = bench.original.evidence;
  let capEntries = 0;
  const prepare = once(() => prepareCopy(bench));
  for (let leak = nextLeak(current, tried); leak; leak = nextLeak(current, tried)) {
    throwIfInterrupted(bench.options.signal);
    tried.push(leak);
    if (isStopped) {
      remaining.push({ ...asFirstSeen(leak, bench), why: 'it was not tried, as you wanted no more' });
      continue;
    }
    const result = await healLeak(bench, leak, current, {
      prepare,
      part: partOf(tried.length, current),
      capEntries,
    });
    healed.push(...result.healed);
    if (result.accepted) accepted.push(result.accepted);
    isStopped = result.isLast;
    capEntries = Math.max(capEntries, result.capEntries);
    if (result.after) current = result.after;
    else remaining.push({ ...asFirstSeen(leak, bench), why: result.why });
  }
  const isOriginal = current === bench.original.evidence;
  return {
    healed,
    remaining: [...remaining, ...comeBack(healed, current)].filter(() => current.verdict !== 'stable'),
    accepted,
    after: isOriginal ? null : current,
  };
}

interface LeakResult {
  readonly healed: readonly Healed[];
  readonly accepted: AcceptedRewrite | null;
  readonly after: Evidence | null;
  readonly why: string;
  readonly capEntries: number;
  /** Whether a person wants no more to be tried. */
  readonly isLast: boolean;
}

interface LeakSteps {
  readonly prepare: () => Promise<VolatileParts>;
  /** From where to where the fraction of progress runs meanwhile. */
  readonly part: readonly [from: number, to: number];
  /** The largest cap among the rewrites accepted so far. */
  readonly capEntries: number;
}

async function healLeak(bench: Workbench, leak: Leak, before: Evidence, steps: LeakSteps): Promise<LeakResult> {
  const { tools, copy, report } = bench;
  const [from, to] = steps.part;
  report(`looking for the source of ${nameOf(leak)}`, from);
  const refuted: Healed[] = [];
  const reasons: string[] = [];
  let isLast = false;
  for (const finding of candidatesFor(leak, tools, copy.cwd)) {
    throwIfInterrupted(bench.options.signal);
    report(`trying rule ${finding.rule} at ${finding.file}:${finding.line}`, from);
    const attempt = await attemptRewrite(
      bench,
      { leak: leak, finding, before },
      {
        prepare: steps.prepare,
        capEntries: steps.capEntries,
        onTrialProgress: (message, fraction) => report(`proof: ${message}`, from + (to - from) * fraction),
      },
    );
    if (attempt.kind === 'proved') {
      const healed = { ...attempt.healed, leak: asFirstSeen(leak, bench) };
      const { edits, evidence, capEntries } = attempt;
      const accepted = { healed, edits };
      return { healed: [...refuted, healed], accepted, after: evidence, why: '', capEntries, isLast: false };
    }
    reasons.push(attempt.why);
    if (attempt.kind === 'declined' && attempt.isLast) isLast = true;
    if (attempt.kind === 'refuted') refuted.push({ ...attempt.healed, leak: asFirstSeen(leak, bench) });
    // Before the next is asked for, which may mean to look through everything.
    if (isLast || reasons.length === candidatesPerLeak) break;
  }
  const why = reasons.length > 0 ? reasons.join('; ') : whyUnmatched(leak);
  return { healed: refuted, accepted: null, after: null, why, capEntries: 0, isLast };
}

/** Findings in the files that the load has named, then those elsewhere: to look through a whole repository takes longer. */
function* candidatesFor(leak: Leak, tools: HealTools, path: string): Generator<Finding> {
  const within = filesOf(leak);
  const near = within.size > 0 ? matchFindings(leak, tools.scan({ path, within }).findings) : [];
  yield* near;
  const isNew = ({ fingerprint }: Finding) => !near.some((other) => other.fingerprint === fingerprint);
  yield* matchFindings(leak, tools.scan({ path }).findings).filter(isNew);
}

function nextLeak({ leaks }: Evidence, tried: readonly Leak[]): Leak | undefined {
  return leaks.find((leak) => !tried.some((other) => isSameLeak(other, leak)));
}

/** Lines of the source as it is, not as earlier rewrites moved them. */
function asFirstSeen(leak: Leak, { original }: Workbench): Leak {
  return original.evidence.leaks.find((first) => isSameLeak(first, leak)) ?? leak;
}

function comeBack(healed: readonly Healed[], { leaks }: Evidence): HealResult['remaining'] {
  return healed
    .filter(({ accepted, leak }) => accepted && leaks.some((other) => isSameLeak(other, leak)))
    .map(({ leak }) => ({ ...leak, why: 'it was gone after its rewrite and is back after a later one' }));
}

function whyUnmatched(leak: Leak): string {
  const { insertion, sink, cause } = leak;
  const place = insertion?.caller ?? insertion ?? sink;
  const where = place?.file === undefined ? 'its line is not known' : `it happens at ${place.file}:${place.line}`;
  if (place?.file?.startsWith('..')) return `${where}, outside of the target; run it from the folder above`;
  if (place?.file !== undefined && /(^|\/)(dist|build|out)\//.test(place.file)) {
    return `${where}, a built file; build with source maps so that the source can be rewritten`;
  }
  return `${where}, and no rule finds ${cause ?? 'a known cause'} there`;
}

function nameOf({ sink, constructor, signal }: Leak): string {
  return sink?.name || constructor || signal;
}

/** The second half of all progress belongs to the proofs; leaks that turn up later share what is left. */
function partOf(ordinal: number, { leaks }: Evidence): readonly [number, number] {
  const parts = Math.max(leaks.length, ordinal);
  return [0.5 + (0.5 * (ordinal - 1)) / parts, 0.5 + (0.5 * ordinal) / parts];
}

function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let started: Promise<Value> | undefined;
  return () => (started ??= work());
}
