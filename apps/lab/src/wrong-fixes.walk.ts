// Each wrong fix of each exercise is what its outcome says: real code, really tried.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exerciseOf, firstHour, type CauseId, type ProbeRequest } from '@watertight/catalog';
import type { Evidence } from '@watertight/evidence';
import { ExerciseFolder } from './exercise/folder.ts';
import { linkPackages } from './exercise/link-packages.ts';
import { environment } from './exercise/program.ts';
import { codeOfFix, leakyCode } from './exercise/sources.ts';
import { runWatertight } from './exercise/watertight-command.ts';
import { loadOptions } from './exercise/workload.ts';

const command = fileURLToPath(new URL('../../../tools/cli/bin/watertight.js', import.meta.url));
let workFolder: string;
beforeAll(() => {
  workFolder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-walk-')));
  linkPackages(workFolder);
});
afterAll(() => rmSync(workFolder, { recursive: true, force: true }));

const wrongFixes = firstHour.flatMap((id) => exerciseOf(id)!.wrongFixes.map((wrong) => ({ id, wrong })));
const leaking = wrongFixes.filter(({ wrong }) => wrong.outcome.kind === 'still-leaking');

test.each(leaking)('$id: "$wrong.title" is leaking still', async ({ id, wrong }) => {
  const { path } = await folderOf(id, codeOfFix(id, wrong.id)!);
  expect((await check(id, path)).verdict).toBe('leaking');
});

const changing = wrongFixes.flatMap(({ id, wrong: { id: wrong, title, outcome } }) =>
  outcome.kind === 'changes-responses' ? [{ id, wrong, title, probe: outcome.probe }] : [],
);

test.each(changing)('$id: "$title" is flat, but answers otherwise than before', async ({ id, wrong, probe }) => {
  const leaky = await responses(await folderOf(id, leakyCode(id)), probe);
  expect(await responses(await folderOf(id, codeOfFix(id, 'right')!), probe)).toEqual(leaky);
  const folder = await folderOf(id, codeOfFix(id, wrong)!);
  expect(await responses(folder, probe)).not.toEqual(leaky);
  expect((await check(id, folder.path)).verdict).not.toBe('leaking');
});

async function folderOf(id: CauseId, code: string): Promise<ExerciseFolder> {
  const folder = new ExerciseFolder(join(workFolder, id), id);
  await folder.put(code);
  return folder;
}

async function check(id: CauseId, cwd: string): Promise<Evidence> {
  const args = ['check', '--reporter', 'json', ...loadOptions(id), '--', 'node', 'server.js'];
  const signal = new AbortController().signal;
  const end = await runWatertight({ command, args, cwd, timeoutMs: 240_000, signal, onProgress: () => undefined });
  if (end.kind === 'failed') throw new Error(end.why);
  return JSON.parse(end.stdout) as Evidence;
}

async function responses({ path }: ExerciseFolder, probe: readonly ProbeRequest[]): Promise<string[]> {
  const child = spawn(process.execPath, ['server.js'], {
    cwd: path,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await listeningUrl(child);
    const bodies: string[] = [];
    for (const { path: route, headers = {} } of probe)
      bodies.push(await (await fetch(url + route, { headers })).text());
    return bodies;
  } finally {
    child.kill('SIGKILL');
  }
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, url] = /listening on (\S+)\n/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
