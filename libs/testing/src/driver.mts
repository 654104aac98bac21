// The trial, in a process of its own beside the test: what it allocates is on nobody's curve.
import { explainEvidence, parseBytes, weighAnswers, withinBudget } from '@watertight/diagnosis';
import { CodedError, type Evidence } from '@watertight/evidence';
import { parseRoute } from '@watertight/load';
import { bytes } from '@watertight/reporters';
import { holdersOf, runTrial, type TrialOptions } from '@watertight/trial';
import { accountOf } from './account.mts';
import type { HoldersQuestion, Order, Report, Request } from './protocol.ts';
import { requestsPerRound } from './requests-per-round.mts';
import { withoutTestDoubles } from './test-doubles.mts';

const stop = new AbortController();
// The test is gone, or was ended: nothing must stay behind.
process.once('disconnect', () => stop.abort());
process.once('message', (request) => void answer(request as Request));

async function answer(request: Request): Promise<void> {
  try {
    tell(request.type === 'trial' ? await measured(request.order) : await holders(request.question));
  } catch (error) {
    const { code, message } = error instanceof CodedError ? error : new CodedError('INTERNAL', String(error));
    tell({ type: 'failed', code, message });
  }
}

async function measured(order: Order): Promise<Report> {
  // What is wrong with the order is said before the load, not after it.
  const budget = order.budget === null ? null : budgetBytes(order.budget);
  const evidence = judged(await runTrial(trialOptions(order)), budget);
  return { type: 'measured', measured: { verdict: evidence.verdict, evidence, account: accountOf(evidence, order) } };
}

async function holders({ snapshotFile, ids, cwd }: HoldersQuestion): Promise<Report> {
  const paths = await holdersOf(snapshotFile, ids);
  const told = (step: string) => step.replaceAll(`${cwd}/`, '');
  return { type: 'holders', paths: paths.map((path) => path && path.map(told)) };
}

function trialOptions(order: Order): TrialOptions {
  const { target, requests, warmUpRequests, connections, startTimeoutMs } = order;
  const start =
    target.kind === 'joined'
      ? { command: [order.command], invite: (channelPath: string) => tell({ type: 'invite', channelPath }) }
      : { command: target.command, env: target.env ?? {} };
  return {
    ...start,
    cwd: order.cwd,
    routes: order.routes.map((route) => parseRoute(route, order.headers)),
    ...(requests !== null && { requestsPerRound: requestsPerRound(requests) }),
    ...(warmUpRequests !== null && { warmUpRequests }),
    ...(connections !== null && { connections }),
    ...(startTimeoutMs !== null && { startTimeoutMs }),
    thorough: false,
    signal: stop.signal,
  };
}

function judged(found: Evidence, budget: number | null): Evidence {
  const explained = withoutTestDoubles(explainEvidence(found));
  const within = budget === null ? explained : withinBudget(explained, budget, bytes);
  return weighAnswers(within, { areRoutesTyped: true }).evidence;
}

function budgetBytes(budget: string): number {
  const amount = parseBytes(budget);
  if (amount !== null) return amount;
  throw new CodedError('USAGE', `expected an amount of memory such as '64 B' for budget, got '${budget}'`);
}

function tell(report: Report): void {
  if (process.connected) process.send!(report);
}
