#!/usr/bin/env node
import type { AddressInfo } from 'node:net';
import { constants } from 'node:os';
import type { Server } from 'node:http';
import { createApp } from './create-app.ts';
import { renderHelp } from './help.ts';
import { parseInvocation, type ServerOptions } from './options.ts';
import { serve } from './serve.ts';
import { shutDown } from './shut-down.ts';
import { UsageError } from './usage-error.ts';

try {
  await main();
} catch (error) {
  process.stderr.write(error instanceof UsageError ? `${error.message}\n` : `${describe(error)}\n`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const invocation = parseInvocation(process.argv.slice(2), process.env);
  if (invocation.kind === 'help') {
    process.stdout.write(renderHelp());
    return;
  }
  const { options } = invocation;
  const server = await serve(await createApp(options), options.host, options.port);
  stopOnSignals(server);
  process.stdout.write(`${announce(server, options)}\n`);
}

function announce(server: Server, { half, causeIds, host }: ServerOptions): string {
  const { port } = server.address() as AddressInfo;
  const urlHost = host.includes(':') ? `[${host}]` : host;
  return `listening on http://${urlHost}:${port} (${half}: ${causeIds.join(', ')})`;
}

function stopOnSignals(server: Server): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(128 + constants.signals[signal]);
      isStopping = true;
      void shutDown(server).then(() => process.exit(0));
    });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
