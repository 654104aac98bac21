import fs, { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createChannel, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinTrial } from './join.ts';
import { readJsonLines } from './lines.ts';

test('a process that joins says where it listens, answers, and is as it was when the trial is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-join-'));
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { open, openSync } = fs;
  const told: unknown[] = [];
  const path = join(folder, 'agent.sock');
  const met = new Promise<Socket>((resolve) => {
    const channel = createChannel((socket) => {
      channel.close();
      resolve(socket);
    }).listen(path);
  });
  await new Promise((resolve) => setTimeout(resolve, 20));

  const { ended } = joinTrial(path, server);
  const socket = await met;
  const answered = new Promise<void>((resolve) => {
    socket.setEncoding('utf8').on(
      'data',
      readJsonLines((message) => {
        told.push(message);
        if ((message as { type: string }).type === 'answer') resolve();
      }),
    );
  });
  socket.write(`${JSON.stringify({ id: 1, op: 'sample', ask: { settleMs: 0 } })}\n`);
  await answered;
  expect(fs.openSync).not.toBe(openSync);
  socket.destroy();
  await ended;

  expect(told).toEqual([
    expect.objectContaining({ type: 'hello', pid: process.pid }),
    expect.objectContaining({ type: 'listening', host: '127.0.0.1', port: (server.address() as AddressInfo).port }),
    expect.objectContaining({
      type: 'answer',
      id: 1,
      value: expect.objectContaining({ heapUsedBytes: expect.any(Number) }),
    }),
  ]);
  expect([fs.open, fs.openSync]).toEqual([open, openSync]);
  expect(server.listening).toBe(true);
  server.close();
  rmSync(folder, { recursive: true });
});
