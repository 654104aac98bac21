import { dirname, join } from 'node:path';
import { sampleFile, type Cause, type CauseId } from '@watertight/catalog';

/** The options that make `watertight` send a cause's workload. */
export function loadOptions({ id, workload }: Cause<CauseId>): string[] {
  if (workload.scenario !== undefined) return ['--scenario', join(dirname(sampleFile(id, 'leaky')), workload.scenario)];
  const headers = Object.entries(workload.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  return ['--route', `${workload.method ?? 'GET'} ${workload.path}`, ...headers];
}

/** The command that serves one cause. */
export function serverCommand(causeId: string, ...flags: string[]): string[] {
  return ['node', 'apps/leaky-server/dist/main.js', '--port', '0', '--cause', causeId, ...flags];
}

/** What has to be built again after a sample was rewritten. */
export const buildCommand = 'node node_modules/typescript/bin/tsc -b libs/catalog/tsconfig.lib.json';
