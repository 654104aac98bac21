import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findCause, sampleFile, type CauseId } from '@watertight/catalog';
import { parseRoute, parseScenario, type Route } from '@watertight/load';

/** The requests that make a cause leak. */
export function routesOf(id: CauseId): readonly Route[] {
  const { method = 'GET', path, headers = {}, scenario } = workloadOf(id);
  if (scenario === undefined) return [parseRoute(`${method} ${path}`, headers)];
  return parseScenario(readFileSync(scenarioFile(id, scenario), 'utf8')).routes;
}

/** The same, as options of the `watertight` command. */
export function loadOptions(id: CauseId): string[] {
  const { method = 'GET', path, headers = {}, scenario } = workloadOf(id);
  if (scenario !== undefined) return ['--scenario', scenarioFile(id, scenario)];
  return [
    '--route',
    `${method} ${path}`,
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
  ];
}

const workloadOf = (id: CauseId) => findCause(id)!.workload;
const scenarioFile = (id: CauseId, name: string) => join(dirname(sampleFile(id, 'leaky')), name);
