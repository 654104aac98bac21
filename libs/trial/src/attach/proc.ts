import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

// What Linux tells of a process: https://man7.org/linux/man-pages/man5/proc.5.html

const listenState = '0A';

/** TCP ports on which a process listens. */
export function listeningPortsOf(pid: number): number[] {
  const inodes = new Set(socketInodes(pid));
  const rows = [`/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`].flatMap((file) => readLines(file).slice(1));
  const ports = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listenState && inodes.has(inode ?? ''))
    .map(([, local]) => Number.parseInt(local!.split(':')[1]!, 16));
  return [...new Set(ports)];
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`) ?? '') ?? [];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return [];
  }
}

/** The signals that a process handles itself, as a bit mask; null where that cannot be told. */
export function caughtSignals(pid: number): bigint | null {
  const line = readLines(`/proc/${pid}/status`).find((text) => text.startsWith('SigCgt:'));
  return line === undefined ? null : BigInt(`0x${line.slice('SigCgt:'.length).trim()}`);
}

/** The program that a process runs. */
export function executableOf(pid: number): string | null {
  return linkOf(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '') ?? null;
}

/** Whether a process sees the same network as we do: in a container it does not. */
export function sharesNetwork(pid: number): boolean {
  return linkOf(`/proc/${pid}/ns/net`) === linkOf('/proc/self/ns/net');
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
