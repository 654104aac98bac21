import type { Evidence } from '@watertight/evidence';

/** Evidence, and what a person should know about it before trusting it. */
export interface Weighed {
  readonly evidence: Evidence;
  readonly notes: readonly string[];
}

// Below, errors are part of any load; above the half, a stable verdict is about the errors.
const worthANote = 0.1;
const most = 0.5;

/**
 * A stable verdict in the light of the answers: a request that is refused does little of its work. Where the routes were
 * typed they may be meant so; where they were not, nobody meant a load of errors.
 */
export function weighAnswers(evidence: Evidence, { areRoutesTyped }: { readonly areRoutesTyped: boolean }): Weighed {
  const share = errorShare(evidence.trial.statuses);
  if (evidence.verdict !== 'stable' || share < worthANote) return { evidence, notes: [] };
  const errors = `${Math.round(share * 100)} % of the responses are errors (${errorsOf(evidence)})`;
  if (areRoutesTyped || share <= most) {
    return { evidence, notes: [`${errors}: what is refused does little of its work, and its memory is hardly tried`] };
  }
  const reason = `${errors}, so the load hardly tries the server's memory; name routes with --route, and lift rate limits`;
  return { evidence: { ...evidence, verdict: 'inconclusive', reason }, notes: [] };
}

function errorShare(statuses: Evidence['trial']['statuses']): number {
  const all = Object.entries(statuses);
  const sum = (entries: typeof all) => entries.reduce((total, [, count]) => total + count, 0);
  return sum(all.filter(isError)) / Math.max(sum(all), 1);
}

function errorsOf({ trial }: Evidence): string {
  const errors = Object.entries(trial.statuses).filter(isError);
  return errors.map(([status, count]) => `${status} × ${count.toLocaleString('en-US')}`).join(', ');
}

function isError([status]: readonly [status: string, count: number]): boolean {
  return Number(status) >= 400;
}
