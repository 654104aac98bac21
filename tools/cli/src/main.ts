#!/usr/bin/env node
import { CodedError, errorCodes } from '@watertight/evidence';
import { run } from './program.ts';
import { realTools } from './tools.ts';
import type { Output, StopSignal, World } from './world.ts';

const abort = new AbortController();
let stoppedBy: StopSignal | null = null;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stoppedBy) process.exit(statusOf(stoppedBy));
    stoppedBy = name;
    abort.abort();
  });
}
// Whoever reads us may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  get isTTY() {
    return stream.isTTY;
  },
  get columns() {
    return stream.columns;
  },
});
const world: World = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  signal: abort.signal,
  stoppedBy: () => stoppedBy,
};
const args = process.argv.slice(2);

try {
  process.exitCode = await run(args, realTools, world);
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (stoppedBy) return statusOf(stoppedBy);
  const coded = error instanceof CodedError ? error : null;
  const code = coded?.code ?? 'INTERNAL';
  const message = coded?.message ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`error [${code}]: ${message}\n`);
  const ours = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (ours.join(' ').match(/--reporter[ =]json(?!=)/)) {
    process.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: { code, message } })}\n`);
  }
  return errorCodes[code];
}

function statusOf(signal: StopSignal): number {
  return signal === 'SIGINT' ? 130 : 143;
}
