// Parses a snapshot with one of the peers until every retained size is known; prints one line of JSON.
//
//   node run-peer.mjs devtools|memlab|toolkit|vscode <file>
import { createReadStream, readFileSync } from 'node:fs';

const peers = {
  async devtools(path) {
    const { readWithDevTools } = await import('./devtools.mjs');
    const snapshot = await readWithDevTools(path);
    return { nodes: snapshot.nodeCount, rootRetainedBytes: snapshot.retainedSizes[0] };
  },
  async memlab(path) {
    const { getFullHeapFromFile } = await import('@memlab/heap-analysis');
    const snapshot = await getFullHeapFromFile(path);
    return { nodes: snapshot.nodes.length, rootRetainedBytes: snapshot.nodes.get(0).retainedSize };
  },
  async toolkit(path) {
    const { parse } = await import('heap-snapshot-toolkit');
    const snapshot = await parse(createReadStream(path, 'utf-8'));
    return { nodes: snapshot.nodeCount, rootRetainedBytes: snapshot.retainedSizes?.[0] };
  },
  async vscode(path) {
    const { decode_bytes: decode } = (await import('@vscode/v8-heap-parser')).default;
    const graph = decode(readFileSync(path));
    const groups = graph.get_class_groups(0, 1_000_000, false);
    return { nodes: groups.reduce((sum, group) => sum + group.children_len, 0) };
  },
};

const [name, path] = process.argv.slice(2);
const answer = await peers[name](path);
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    ...answer,
    processCpuSeconds: (user + system) / 1e6,
    peakRssMegabytes: process.resourceUsage().maxRSS / 1000,
  }),
);
process.exit(0);
