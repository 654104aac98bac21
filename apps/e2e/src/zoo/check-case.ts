import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '@watertight/evidence';
import { runWatertight } from '../watertight.ts';
import { entryOf, installCase } from './install.ts';
import { scenarioOf, type Variant, type ZooCase } from './zoo-case.ts';

export interface CheckedCase {
  readonly id: string;
  readonly variant: Variant;
  readonly expected: 'leaking' | 'stable';
  readonly evidence: Evidence | null;
  readonly error: string | null;
  readonly seconds: number;
}

export function isRight({ evidence, expected }: CheckedCase): boolean {
  return evidence?.verdict === expected;
}

/** The verdict; `error` where the check came to none. */
export function verdictOf({ evidence }: CheckedCase): string {
  return evidence?.verdict ?? 'error';
}

/** Runs `watertight check` on one side of a case. */
export async function checkCase(zooCase: ZooCase, variant: Variant, workFolder: string): Promise<CheckedCase> {
  const folder = installCase(zooCase, variant, workFolder);
  const scratch = mkdtempSync(join(tmpdir(), 'watertight-zoo-'));
  const scenario = join(scratch, 'scenario.json');
  writeFileSync(scenario, JSON.stringify(scenarioOf(zooCase)));
  const started = performance.now();
  try {
    const args = [
      'check',
      '--quiet',
      '--reporter',
      'json',
      '--scenario',
      scenario,
      '--',
      'node',
      entryOf(zooCase, variant, folder),
    ];
    const env = { PORT: String(await freePort()), NODE_ENV: 'production', ...zooCase.env };
    const { status, stdout, stderr } = await runWatertight(args, { cwd: folder, env });
    const reported = status === 0 || status === 1 || status === 3;
    return {
      id: zooCase.id,
      variant,
      expected: variant === 'leaky' ? 'leaking' : 'stable',
      evidence: reported ? (JSON.parse(stdout) as Evidence) : null,
      error: reported ? null : stderr.trim(),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A port that is free now: some programs of the zoo open a second one of their own, so the first has to be known. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
