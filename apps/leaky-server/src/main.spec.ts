import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

const program = join(__dirname, '../dist/main.js');
const children: ChildProcess[] = [];
const sockets: Socket[] = [];

beforeAll(() => {
  if (!existsSync(program))
    throw new Error(`${program} is missing; run npx tsc -b apps/leaky-server/tsconfig.lib.json`);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

function start(args: string[], environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return { child, stdout: () => output.stdout, stderr: () => output.stderr };
}

async function run(args: string[], environment: Record<string, string> = {}) {
  const { child, stdout, stderr } = start(args, environment);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout: stdout(), stderr: stderr() };
}

/** Waits for the line that names the address; fails with what the program said instead. */
async function listening({ child, stdout, stderr }: Running): Promise<URL> {
  for (;;) {
    const address = /listening on (\S+)/.exec(stdout())?.[1];
    if (address !== undefined) return new URL(address);
    if (child.exitCode !== null) throw new Error(`ended before it listened: ${stderr()}`);
    await Promise.race([once(child.stdout!, 'data'), once(child, 'close')]);
  }
}

async function listen(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A client that has sent half a request, so that its connection is never idle. */
async function sendHalfARequest({ hostname, port }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write('GET /healthz HTTP/1.1\r\nhost: leaky\r\n\r\nGET /healthz HTTP/1.1\r\n');
  await once(socket, 'data');
  return socket;
}

test('it serves the wanted halves of the wanted causes at the address it prints', async () => {
  const running = start(['--cause', 'unbounded-cache'], { PORT: '0', WATERTIGHT_LEAKY_FIXED: '1' });
  const address = await listening(running);
  const response = await fetch(address);
  expect(await response.json()).toMatchObject({ causes: [{ id: 'unbounded-cache', variant: 'fixed' }] });
  expect(address.hostname).toBe('127.0.0.1');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with status 0 and closes idle connections', async (signal) => {
  const running = start(['--port', '0']);
  const address = await listening(running);
  await (await fetch(address)).text(); // leaves a kept-alive connection behind
  const signalledAt = performance.now();
  running.child.kill(signal);
  const [status] = (await once(running.child, 'close')) as [number | null];
  expect(status).toBe(0);
  expect(performance.now() - signalledAt).toBeLessThan(900);
  await expect(fetch(address)).rejects.toThrow();
});

test('a request that never ends holds the shutdown up for a second at most', async () => {
  const running = start(['--port', '0']);
  await sendHalfARequest(await listening(running));
  const signalledAt = performance.now();
  running.child.kill('SIGTERM');
  const [status] = (await once(running.child, 'close')) as [number | null];
  expect(status).toBe(0);
  expect(performance.now() - signalledAt).toBeGreaterThan(900);
  expect(performance.now() - signalledAt).toBeLessThan(3_000);
});

test('a second signal ends it at once', async () => {
  const running = start(['--port', '0']);
  const address = await listening(running);
  await sendHalfARequest(address);
  running.child.kill('SIGINT');
  await refusal(address);
  running.child.kill('SIGINT');
  const [status] = (await once(running.child, 'close')) as [number | null];
  expect(status).toBe(130);
});

/** Resolves when the server accepts no more connections. */
async function refusal({ hostname, port }: URL): Promise<void> {
  for (;;) {
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    const isRefused = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
    });
    socket.destroy();
    if (isRefused) return;
  }
}

test('a taken port is named, with what to do about it', async () => {
  const other = await listen();
  const { port } = other.address() as AddressInfo;
  const { status, stdout, stderr } = await run(['--port', String(port)]);
  other.close();
  expect(stderr).toBe(`port ${port} is taken; stop the other server or choose another with --port\n`);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('an unknown cause ends it with status 2 and the known ids', async () => {
  const { status, stderr } = await run(['--cause', 'memory']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^"memory" is no cause; the causes are anchored-cycle, .*, unreleased-resource\n$/);
});

test('a host that this machine does not have is named', async () => {
  const { status, stderr } = await run(['--host', '192.0.2.1', '--port', '0']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: '192.0.2.1 is no address of this machine; choose another with --host\n',
  });
});

test('help lists flags and causes, and serves nothing', async () => {
  const { status, stdout, stderr } = await run(['--help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('--cause <id>');
  expect(stdout).toContain('growing-request-list');
});
