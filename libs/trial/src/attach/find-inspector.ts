import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '@watertight/evidence';
import { listeningPortsOf } from './proc.ts';
import { refuseNonNode } from './refuse-non-node.ts';

/** Where the inspector of a process is, and whether we had it opened. */
export interface FoundInspector {
  readonly webSocketUrl: string;
  readonly openedHere: boolean;
  /** Null where only a URL is known. */
  readonly pid: number | null;
}

/** Finds the inspector of a process by its pid, or behind `ws://…` or `http://127.0.0.1:9229`. */
export async function findInspector(target: string): Promise<FoundInspector> {
  if (/^\d+$/.test(target)) return openInspector(Number(target));
  if (/^wss?:\/\//.test(target)) return { webSocketUrl: target, openedHere: false, pid: null };
  if (/^https?:\/\//.test(target)) {
    return { webSocketUrl: await webSocketAt(new URL(target)), openedHere: false, pid: null };
  }
  throw new CodedError(
    'USAGE',
    `expected a process id such as 4711, or the URL of an inspector such as http://127.0.0.1:9229, got '${target}'`,
  );
}

const openTimeoutMs = 5_000;
const lookAgainMs = 50;

/**
 * Node opens its inspector when it receives SIGUSR1: https://nodejs.org/api/process.html#signal-events. A program without a
 * handler for that signal would be ended by it, so whether it is Node is looked at first.
 */
async function openInspector(pid: number): Promise<FoundInspector> {
  refuseNonNode(pid);
  const before = listeningPortsOf(pid);
  process.kill(pid, 'SIGUSR1');
  const deadline = performance.now() + openTimeoutMs;
  while (performance.now() < deadline) {
    const [opened] = listeningPortsOf(pid).filter((port) => !before.includes(port));
    const webSocketUrl = opened === undefined ? null : await inspectorAt(opened);
    if (webSocketUrl) return { webSocketUrl, openedHere: true, pid };
    // It was open already: only ports on which inspectors usually are get asked, for the others are the program's.
    if (performance.now() > deadline - openTimeoutMs + 500) {
      for (const port of before.filter(isUsualPort)) {
        const url = await inspectorAt(port);
        if (url) return { webSocketUrl: url, openedHere: false, pid };
      }
    }
    await delay(lookAgainMs);
  }
  throw new CodedError(
    'ATTACH_REFUSED',
    `process ${pid} opened no inspector; its port (9229, or that of --inspect-port) may be taken by another process, its event loop blocked, or the inspector open on a port of its own: then give its URL`,
  );
}

const isUsualPort = (port: number) => port >= 9229 && port < 9329;

async function inspectorAt(port: number): Promise<string | null> {
  try {
    return await webSocketAt(new URL(`http://127.0.0.1:${port}`));
  } catch {
    return null;
  }
}

async function webSocketAt(base: URL): Promise<string> {
  const url = new URL('/json/list', base);
  const targets = (await fetch(url, { signal: AbortSignal.timeout(2_000) })
    .then((response) => response.json())
    .catch((cause: unknown) => {
      throw new CodedError('ATTACH_REFUSED', `no inspector answers at ${base.href}`, { cause });
    })) as { webSocketDebuggerUrl?: unknown }[];
  const found = Array.isArray(targets) ? targets[0]?.webSocketDebuggerUrl : undefined;
  if (typeof found !== 'string') {
    throw new CodedError('ATTACH_REFUSED', `what answers at ${base.href} is no inspector of a Node process`);
  }
  // Behind a forwarded port the process knows its own address only.
  return Object.assign(new URL(found), { host: base.host }).href;
}
