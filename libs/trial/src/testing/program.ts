import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Program {
  readonly folder: string;
  readonly command: readonly string[];
  remove(): void;
}

/** Writes a small program into a folder of its own. */
export function program(text: string, name = 'server.cjs'): Program {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-spec-'));
  writeFileSync(join(folder, name), text);
  return { folder, command: [process.execPath, name], remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A plain HTTP server whose handler runs `body` with `req`, `res` and `n`, the number of the request. */
export function server(body: string, state = ''): Program {
  return program(`
    const http = require('node:http');
    ${state}
    let n = 0;
    http.createServer((req, res) => { n += 1; ${body} }).listen(0, '127.0.0.1');
  `);
}

/** Whether a process still exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
