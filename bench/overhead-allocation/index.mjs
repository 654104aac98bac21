// What tracing and monitoring cost: the servers run side by side and are loaded in turn, so that what else the machine
// does meets all of them. Prints, over the bare server's of the same round, the median of each one's throughput and of
// the CPU time that a request took it: the steadier figure on a busy machine.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';

const rounds = Number(process.argv[2] ?? 9);
const seconds = 2;
const ways = [
  'bare',
  'bare',
  'monitor',
  'monitor, every 100 ms',
  'sampling, 512 KiB',
  'sampling, 32,256 B (default)',
  'sampling, 4 KiB',
  'lines',
  'exact',
];

const servers = [];
for (const [index, way] of ways.entries()) {
  const child = fork(new URL('server.mjs', import.meta.url), [way]);
  const [port] = await once(child, 'message');
  servers.push({ name: index === 1 ? 'bare again (the noise)' : way, child, port, throughput: [], cpu: [] });
}

for (const server of servers) await load(server);
for (let round = 0; round < rounds; round += 1) {
  const bare = await load(servers[0]);
  for (const server of servers.slice(1)) {
    const measured = await load(server);
    server.throughput.push(measured.perSecond / bare.perSecond);
    server.cpu.push(measured.cpuMs / bare.cpuMs);
  }
}
for (const { child } of servers) child.disconnect();

console.log(`${process.version}, ${rounds} rounds; median over the bare server's (first to third quartile)\n`);
console.log(`${''.padEnd(30)} ${'throughput'.padEnd(22)} CPU per request`);
for (const { name, throughput, cpu } of servers.slice(1)) {
  console.log(`${name.padEnd(30)} ${spread(throughput).padEnd(22)} ${spread(cpu)}`);
}

async function load({ child, port }) {
  const before = await cpuOf(child);
  const { requests } = await autocannon({
    url: `http://127.0.0.1:${port}/?tag=a`,
    connections: 8,
    duration: seconds,
  });
  return { perSecond: requests.total / seconds, cpuMs: ((await cpuOf(child)) - before) / requests.total };
}

async function cpuOf(child) {
  child.send('cpu');
  const [milliseconds] = await once(child, 'message');
  return milliseconds;
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor(part * (sorted.length - 1))].toFixed(2);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}
