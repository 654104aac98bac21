import { trafficName, type TrialRecord } from '@watertight/evidence';

/**
 * The command that repeats a trial as far as it is recorded: headers, bodies and connections are not.
 *
 * @example
 * repeatCommand(trial); // npx watertight check --route 'GET /visit' --requests 503 --warm-up 1000 -- node dist/server.js
 */
export function repeatCommand(trial: TrialRecord): string {
  const { routes, load, requestsPerRound, warmUpRequests, command, attachedTo } = trial;
  return [
    attachedTo === undefined ? 'npx watertight check' : `npx watertight attach ${attachedTo}`,
    ...(load === undefined ? routes.map((route) => `--route ${quoted(route)}`) : [loadOption(load)]),
    `--requests ${requestsPerRound}`,
    ...(warmUpRequests > 0 ? [`--warm-up ${warmUpRequests}`] : []),
    ...(attachedTo === undefined ? [`-- ${command}`] : []),
  ].join(' ');
}

function loadOption(load: string): string {
  if (load === trafficName) return '--watch-traffic';
  return /^\S+\.[cm]?[jt]s$/.test(load) ? `--scenario ${quoted(load)}` : `--load ${quoted(load)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
