import { resolve } from 'node:path';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import { folderOf } from './folder-of.ts';
import type { Outcome } from './outcome.ts';

export interface ScanArguments {
  readonly path: string;
  readonly only?: readonly string[];
}

/** Finds the leaks that are seen in source: 1 where one of them is sure enough to act on. */
export async function scan({ path, only }: ScanArguments, tools: Tools, world: World): Promise<Outcome> {
  const asked = resolve(world.cwd, path);
  const result = await tools.scan({ path: asked, ...(only && { only }) });
  const isActedOn = result.findings.some(({ confidence }) => confidence !== 'low');
  return { report: { kind: 'scan', result }, root: await folderOf(asked), exitStatus: isActedOn ? 1 : 0 };
}
