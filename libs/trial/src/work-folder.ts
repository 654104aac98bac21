import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'watertight-';

/** Makes the private folder (mode 0700) of one trial. */
export function makeWorkFolder(inFolder = tmpdir()): string {
  return mkdtempSync(join(inFolder, prefix));
}

export function removeWorkFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Where the agent is met. */
export function channelIn(workFolder: string): string {
  return join(workFolder, 'agent.sock');
}

/**
 * Marks a folder of the temporary ones, named as those of trials are, as in use until this process ends: whoever is killed before
 * it can remove it leaves that to the next trial. Where nobody can listen there, nothing is marked.
 *
 * @returns what takes the mark away
 */
export async function holdWorkFolder(folder: string): Promise<() => void> {
  const server = createServer((socket) => socket.destroy()).unref();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve()).listen(channelIn(folder), () => resolve());
  });
  return () => void server.close();
}

/** Removes the folders of trials that were killed before they could: those with a channel at which nobody listens. */
export async function sweepWorkFolders(inFolder = tmpdir()): Promise<void> {
  const folders = namesIn(inFolder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(inFolder, name))
    .filter(isOurs);
  for (const folder of folders) {
    if (await isAbandoned(channelIn(folder))) removeWorkFolder(folder);
  }
}

// A folder that may be written need not be readable; then nothing is swept.
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

// The number of a process says nothing where containers share the folder; a refused connection does.
function isAbandoned(channel: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(channel, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
  });
}
