// Parses a snapshot and computes every retained size; prints what it cost as one line of JSON.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { retainedSizesOf, SnapshotParser } from '@watertight/heap-snapshot';

const [path] = process.argv.slice(2);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const startCpu = cpu();
const snapshot = readFile(path);
const parsedCpu = cpu();
const retained = retainedSizesOf(snapshot);
console.log(
  JSON.stringify({
    nodes: snapshot.nodeCount,
    edges: snapshot.edgeCount,
    rootRetainedBytes: retained[0],
    parseCpuSeconds: parsedCpu - startCpu,
    retainedCpuSeconds: cpu() - parsedCpu,
    processCpuSeconds: cpu(),
    peakRssMegabytes: process.resourceUsage().maxRSS / 1000,
  }),
);

// One buffer for all chunks: the parser keeps none of them.
function readFile(name) {
  const file = openSync(name, 'r');
  const parser = new SnapshotParser({ sizeBytes: fstatSync(file).size });
  const buffer = new Uint8Array(1 << 20);
  for (let length = 1; length > 0;) {
    length = readSync(file, buffer, 0, buffer.length, null);
    parser.push(buffer.subarray(0, length));
  }
  closeSync(file);
  return parser.finish();
}
