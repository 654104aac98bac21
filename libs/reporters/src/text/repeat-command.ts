import type { TrialRecord } from '@watertight/evidence';

/**
 * The command that repeats a trial as far as it is recorded: headers, bodies and connections are not.
 *
 * @example
 * repeatCommand(trial); // npx watertight check --route 'GET /visit' --requests 503 --warm-up 1000 -- node dist/server.js
 */
export function repeatCommand({ routes, requestsPerRound, warmUpRequests, command }: TrialRecord): string {
  return [
    'npx watertight check',
    ...routes.map((route) => `--route ${quoted(route)}`),
    `--requests ${requestsPerRound}`,
    ...(warmUpRequests > 0 ? [`--warm-up ${warmUpRequests}`] : []),
    `-- ${command}`,
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
