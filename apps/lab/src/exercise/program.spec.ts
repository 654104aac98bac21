import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramState } from '../protocol.ts';
import { ProcessBudget, processLimits } from './process-limits.ts';
import { Program } from './program.ts';

jest.setTimeout(60_000);

let folder: string;
let snapshots: string[];
let program: Program;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-program-'));
  snapshots = [];
});
afterEach(async () => {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(server: string, budget = new ProcessBudget(1)) {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'server.js'), server);
  const states: ProgramState[] = [];
  const told: (() => void)[] = [];
  program = new Program({
    folder,
    budget,
    limits: { ...processLimits, heapMegabytes: 24 },
    onState: (state) => {
      states.push(state);
      for (const tell of told) tell();
    },
    onSample: () => undefined,
    onCollected: () => undefined,
    onAllocations: () => undefined,
    onNearLimit: (file) => snapshots.push(file),
  });
  const until = (kind: ProgramState['kind']) =>
    new Promise<ProgramState>((resolve) => {
      const look = () => {
        const found = states.find((state) => state.kind === kind);
        if (found) resolve(found);
      };
      told.push(look);
      look();
    });
  program.start();
  return { until, budget };
}

const listening = "console.log('listening on http://127.0.0.1:9');\n";

test('a process that fills its heap dies of memory, says so, and leaves a snapshot of what filled it', async () => {
  const { until } = start(
    `${listening}const kept = [];\nsetInterval(() => kept.push(new Array(20_000).fill(kept.length)), 1);`,
  );
  await until('running');
  expect(await until('crashed')).toMatchObject({
    why: 'it ran out of memory: its heap may have 24 MB, and the leak has filled them',
    restarts: true,
  });
  expect(readFileSync(snapshots[0]!, 'utf8').slice(0, 11)).toBe('{"snapshot"');
});

test('a process that throws says what it last printed', async () => {
  const { until } = start("throw new Error('no cups left');");
  expect(await until('crashed')).toMatchObject({ why: expect.stringContaining('no cups left') });
});

test('more processes than the budget has are not started', async () => {
  const full = new ProcessBudget(1);
  full.take();
  const { until, budget } = start(listening, full);
  expect(await until('crashed')).toMatchObject({
    why: expect.stringContaining('as many processes run'),
    restarts: false,
  });
  expect(budget.running).toBe(1);
});

test('a process that is stopped is gone when that is told', async () => {
  const { until } = start(`${listening}setInterval(() => {}, 1000);`);
  await until('running');
  const pid = program.pid!;
  expect(isAlive(pid)).toBe(true);
  await program.stop();
  expect(isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
