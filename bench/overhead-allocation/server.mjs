// One server in one of the ways to be compared; tells its port, and its CPU time when asked.
import { createServer } from 'node:http';

const ways = {
  bare: () => undefined,
  monitor: () => monitor({}),
  'monitor, every 100 ms': () => monitor({ intervalMs: 100 }),
  'sampling, 512 KiB': () => trace({ intervalBytes: 512 * 1024 }),
  'sampling, 32,256 B (default)': () => trace({}),
  'sampling, 4 KiB': () => trace({ intervalBytes: 4096 }),
  lines: () => trace({}, true),
  exact: () => trace({ exact: true }),
};

await ways[process.argv[2]]();
const { handle } = await import('./app.mjs');
const server = createServer(handle).listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send((user + system) / 1000);
});
process.on('disconnect', () => process.exit());

async function trace(options, lines = false) {
  const { start, traceLines } = await import('../../libs/allocation/dist/index.js');
  if (lines) traceLines();
  start(options);
}

async function monitor(options) {
  const { startMonitor } = await import('../../libs/monitor/dist/index.js');
  startMonitor(options);
}
