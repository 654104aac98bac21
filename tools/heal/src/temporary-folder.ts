import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdWorkFolder } from '@watertight/trial';

/** Lends a private folder (mode 0700) and removes it in any case, also when the process exits meanwhile. */
export async function withTemporaryFolder<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  // Real, so that paths in it compare with those that Node reports for loaded modules.
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'watertight-heal-'));
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeNow);
  // Killed, nobody removes it: then the next trial does.
  const letGo = await holdWorkFolder(folder);
  try {
    return await use(folder);
  } finally {
    letGo();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeNow);
  }
}
