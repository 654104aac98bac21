import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { availableParallelism, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '@watertight/evidence';
import { Classroom } from './class/classroom.ts';
import { JobQueue } from './exercise/job-queue.ts';
import { ProcessBudget, processLimits, type ProcessLimits } from './exercise/process-limits.ts';
import { linkPackages } from './exercise/link-packages.ts';
import { docsFolders, pageFolder } from './locations.ts';
import { docsIn } from './server/docs-files.ts';
import { readPage } from './server/page-files.ts';
import { requestListener } from './server/request-listener.ts';

export interface LabOptions {
  /** The entry of the `watertight` command, which exercises are checked and mended with. */
  readonly command: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** 127.0.0.1 unless others are to reach it. */
  readonly host?: string;
  /** How many may join a class; 0 for one person alone. */
  readonly participants?: number;
  readonly limits?: ProcessLimits;
  /** Where the documentation may lie; the first that has one is served at `/docs/`. */
  readonly docs?: readonly string[];
}

/** A lab that runs. */
export interface Lab {
  /** What to open: the page, with the token behind `#`, which no server and no log sees. */
  readonly link: string;
  /** What to give to the participants of a class. */
  readonly joinLink: string | null;
  readonly url: string;
  /** Ends all processes and takes away all files. */
  close(): Promise<void>;
}

/**
 * Starts the lab: a page on which leaks are made, watched, found and mended, each in a process of its own.
 *
 * @example
 * const lab = await startLab({ command: 'node_modules/watertight/bin/watertight.js', port: 0 });
 * console.log(lab.link);
 */
export async function startLab({
  command,
  port,
  host = '127.0.0.1',
  participants = 0,
  limits = processLimits,
  docs = docsFolders,
}: LabOptions): Promise<Lab> {
  const page = pageOrAdvice();
  // By its real path: so the files of an exercise have one name only.
  const workFolder = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-lab-')));
  linkPackages(workFolder);
  const classroom = new Classroom({
    participants,
    workFolder,
    command,
    limits,
    budget: new ProcessBudget(2 * (participants + 1)),
    jobs: new JobQueue(Math.max(1, Math.floor(availableParallelism() / 2))),
  });
  const removeAll = () => {
    classroom.kill();
    rmSync(workFolder, { recursive: true, force: true });
  };
  process.once('exit', removeAll);
  const hosts = new Set<string>();
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000 },
    requestListener({ classroom, page, docs: docsIn(docs), hosts }),
  );
  try {
    await listen(server, host, port);
  } catch (error) {
    process.off('exit', removeAll);
    removeAll();
    throw error;
  }
  const listeningOn = (server.address() as AddressInfo).port;
  for (const name of namesOf(host)) hosts.add(`${name}:${listeningOn}`);
  const url = `http://${hosts.values().next().value!}/`;
  return {
    url,
    link: `${url}#token=${classroom.hostToken}`,
    joinLink: classroom.hasParticipants ? `${url}#join=${classroom.joinToken}` : null,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([classroom.close(), closed]);
      process.off('exit', removeAll);
      removeAll();
    },
  };
}

function pageOrAdvice() {
  try {
    return readPage(pageFolder);
  } catch (cause) {
    throw new CodedError('BUILD_NEEDED', 'expected the built page of the lab, found none; run npm run build', {
      cause,
    });
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new CodedError('PORT_TAKEN', `port ${port} is taken; choose another with --port`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CodedError('USAGE', `${host} is no address of this machine; choose another with --host`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** By which names browsers may ask for the lab, the one to print first. */
function namesOf(host: string): string[] {
  const own = ['127.0.0.1', 'localhost', '[::1]'];
  if (host === '127.0.0.1' || host === 'localhost' || host === '::1') return own;
  const written = isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
  if (host !== '0.0.0.0' && host !== '::') return [written, ...own];
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
  return [...outside, ...own];
}
