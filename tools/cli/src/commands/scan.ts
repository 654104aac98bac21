import { resolve } from 'node:path';
import type { ReporterTarget } from '../options/reporter.ts';
import { publish } from '../output/publish.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

export interface ScanFlags {
  readonly only?: readonly string[];
  readonly reporter?: readonly ReporterTarget[];
}

/** Reports the leaks that are seen in source; answers 1 where one of them is sure enough to act on. */
export async function scan(path: string, flags: ScanFlags, tools: Tools, world: World): Promise<number> {
  const result = await tools.scan({ path: resolve(world.cwd, path), ...(flags.only && { only: flags.only }) });
  await publish({ kind: 'scan', result }, flags.reporter ?? [], world);
  return result.findings.some(({ confidence }) => confidence !== 'low') ? 1 : 0;
}
