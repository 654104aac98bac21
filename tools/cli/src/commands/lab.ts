import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcome.ts';

export interface LabArguments {
  readonly port: number;
  readonly host: string;
  readonly participants?: number;
  readonly open?: boolean;
}

// The exercises are checked and mended by the command that started the lab.
const command = fileURLToPath(new URL('../../bin/watertight.js', import.meta.url));

/** Runs the lab until it is stopped. */
export async function lab(
  { port, host, participants = 0, open }: LabArguments,
  tools: Tools,
  world: World,
): Promise<Outcome> {
  const running = await tools.startLab({ command, port, host, participants });
  try {
    const { link, joinLink } = running;
    const lines = [`the lab runs; open ${link}`, ...(joinLink === null ? [] : [`participants join at ${joinLink}`])];
    world.stdout.write(`${lines.join('\n')}\n`);
    if (!isLoopback(host)) {
      world.stderr.write(
        `note: everybody who reaches ${host} and has a link can run the exercises on this machine; they are plain HTTP\n`,
      );
    }
    if (open && world.stdout.isTTY) openInBrowser(link);
    world.stderr.write('Ctrl-C stops it\n');
    await stopped(world.signal);
  } finally {
    await running.close();
  }
  return { text: '', exitStatus: 0 };
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

// The link is printed anyway, so that nothing is lost where no browser can be opened.
function openInBrowser(link: string): void {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program!, [...args, link], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
