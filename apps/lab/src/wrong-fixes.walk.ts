// Each wrong fix of each exercise is what its outcome says: real code, really tried.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { causes, exerciseOf, isShownByLoad, type CauseId, type ProbeRequest } from '@watertight/catalog';
import type { Evidence } from '@watertight/evidence';
import { ExerciseFolder } from './exercise/folder.ts';
import { linkPackages } from './exercise/link-packages.ts';
import { codeOfFix, leakyCode } from './exercise/sources.ts';
import { runWatertight } from './exercise/watertight-command.ts';
import { loadOptions } from './exercise/workload.ts';
import { isCounted, keptPerRequest } from './testing/held.ts';
import { startServer } from './testing/server-process.ts';

const command = fileURLToPath(new URL('../../../tools/cli/bin/watertight.js', import.meta.url));
let workFolder: string;
beforeAll(() => {
  workFolder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-walk-')));
  linkPackages(workFolder);
});
afterAll(() => rmSync(workFolder, { recursive: true, force: true }));

const wrongFixes = causes.flatMap(({ id }) => exerciseOf(id).wrongFixes.map((wrong) => ({ id, wrong })));
const leaking = wrongFixes.filter(({ wrong }) => wrong.outcome.kind === 'still-leaking');

test.each(leaking)('$id: "$wrong.title" is leaking still', async ({ id, wrong }) => {
  const folder = await folderOf(id, codeOfFix(id, wrong.id)!);
  expect(await verdictOf(id, folder)).toBe('leaking');
});

const changing = wrongFixes.flatMap(({ id, wrong: { id: wrong, title, outcome } }) =>
  outcome.kind === 'changes-responses' ? [{ id, wrong, title, probe: outcome.probe }] : [],
);

test.each(changing)('$id: "$title" is flat, but answers otherwise than before', async ({ id, wrong, probe }) => {
  const leaky = await responses(await folderOf(id, leakyCode(id)), probe);
  expect(await responses(await folderOf(id, codeOfFix(id, 'right')!), probe)).toEqual(leaky);
  const folder = await folderOf(id, codeOfFix(id, wrong)!);
  expect(await responses(folder, probe)).not.toEqual(leaky);
  expect(await verdictOf(id, folder)).not.toBe('leaking');
});

const unseen = causes.filter((cause) => !isShownByLoad(cause));

test.each(unseen)('$id: what no trial shows is counted, and the right fix keeps none', async ({ id }) => {
  expect(await verdictOf(id, await folderOf(id, leakyCode(id)))).toBe('leaking');
  expect(await verdictOf(id, await folderOf(id, codeOfFix(id, 'right')!))).toBe('stable');
});

async function folderOf(id: CauseId, code: string): Promise<ExerciseFolder> {
  const folder = new ExerciseFolder(join(workFolder, id), id);
  await folder.put(code);
  return folder;
}

/** By a trial, or by a count where no trial shows the cause. */
async function verdictOf(id: CauseId, { path }: ExerciseFolder): Promise<string> {
  if (!isCounted(id)) return (await check(id, path)).verdict;
  const kept = await keptPerRequest(id, path);
  say(`${kept} kept/request`);
  return kept >= 1 ? 'leaking' : 'stable';
}

async function check(id: CauseId, cwd: string): Promise<Evidence> {
  const args = ['check', '--reporter', 'json', ...loadOptions(id), '--', 'node', 'server.js'];
  const signal = new AbortController().signal;
  const end = await runWatertight({ command, args, cwd, timeoutMs: 240_000, signal, onProgress: () => undefined });
  if (end.kind === 'failed') throw new Error(end.why);
  const evidence = JSON.parse(end.stdout) as Evidence;
  say(signalsIn(evidence));
  return evidence;
}

async function responses({ path }: ExerciseFolder, probe: readonly ProbeRequest[]): Promise<string[]> {
  const server = await startServer(path);
  try {
    const answers: string[] = [];
    for (const { path: route, headers = {} } of probe) {
      const response = await fetch(server.url + route, { headers });
      answers.push(`${response.status} ${await response.text()}`);
    }
    return answers;
  } finally {
    server.end();
  }
}

/** What was measured, for whoever writes down how much each cause and each fix of it grows. */
function signalsIn({ verdict, signals }: Evidence): string {
  const slopes = signals.map(({ name, verdict: own, slopePerRequest, unit }) => {
    return `${name} ${slopePerRequest?.toFixed(2) ?? '-'} ${unit}/request (${own})`;
  });
  return `${verdict}: ${slopes.join(', ')}`;
}

function say(measured: string): void {
  process.stderr.write(`${expect.getState().currentTestName}\n  ${measured}\n`);
}
