import { existsSync } from 'node:fs';
import { CodedError } from '@watertight/evidence';
import type { LabOptions, RunningLab } from './tools.ts';

// Within the package, or in the workspace that the package is built in.
const entries = ['../lab/dist/index.js', '../../../apps/lab/dist/index.js'];

/** Starts the lab that lies beside the command. */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const entry = entries.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  if (!entry)
    throw new CodedError('BUILD_NEEDED', 'expected the built lab beside the command, found none; run npm run build');
  const module = (await import(entry.href)) as { startLab(options: LabOptions): Promise<RunningLab> };
  return module.startLab(options);
}
