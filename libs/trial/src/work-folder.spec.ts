import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelIn, holdWorkFolder, makeWorkFolder, sweepWorkFolders } from './work-folder.ts';

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'sweep-'));
});

afterEach(() => rmSync(temporary, { recursive: true, force: true }));

test('the folder of a trial that was killed goes when the next one starts', async () => {
  const folder = makeWorkFolder(temporary);
  const listenAndDie = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 9))`;
  expect(() => execFileSync(process.execPath, ['-e', listenAndDie, channelIn(folder)])).toThrow();
  expect(existsSync(channelIn(folder))).toBe(true);
  await sweepWorkFolders(temporary);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a trial that runs, one that has just begun, and what only has such a name are left alone', async () => {
  const [running, begun] = [makeWorkFolder(temporary), makeWorkFolder(temporary)];
  mkdirSync(join(temporary, 'watertight-report'));
  const server = createServer().listen(channelIn(running));
  await new Promise((resolve) => server.once('listening', resolve));
  await sweepWorkFolders(temporary);
  server.close();
  expect(readdirSync(temporary)).toHaveLength(3);
  expect([running, begun].map((folder) => existsSync(folder))).toEqual([true, true]);
});

test('what is held is left alone, and may be removed by its holder at any time', async () => {
  const folder = makeWorkFolder(temporary);
  const letGo = await holdWorkFolder(folder);
  await sweepWorkFolders(temporary);
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
  letGo();
  await expect(holdWorkFolder(join(temporary, 'nowhere'))).resolves.toBeInstanceOf(Function);
});

test('where nothing can be listed nothing is swept, and the trial starts all the same', async () => {
  await expect(sweepWorkFolders(join(temporary, 'nowhere'))).resolves.toBeUndefined();
});
