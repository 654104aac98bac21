// Runs our engine and its peers side by side, each in a process of its own, and writes ../RESULTS.md.
//
//   node index.mjs [--sizes 10,100,500,1200] [--peers devtools,memlab,toolkit,vscode] [--repeat 3] [--skip-real]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeHeap } from './make-heap.mjs';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,500,1200' },
    peers: { type: 'string', default: 'devtools,memlab,toolkit,vscode' },
    repeat: { type: 'string', default: '3' },
    'skip-real': { type: 'boolean', default: false },
  },
});
const peers = options.peers.split(',').filter(Boolean);
const repeat = Number(options.repeat);
const timeoutMs = 300_000;
// Beyond this size peers are run once, as each of them takes a minute and gigabytes.
const largeMegabytes = 1000;

const names = {
  ours: 'watertight',
  devtools: `chrome-devtools-frontend ${versionOf('chrome-devtools-frontend')}`,
  memlab: `@memlab/heap-analysis ${versionOf('@memlab/heap-analysis')}`,
  toolkit: `heap-snapshot-toolkit ${versionOf('heap-snapshot-toolkit')}`,
  vscode: `@vscode/v8-heap-parser ${versionOf('@vscode/v8-heap-parser')}`,
};

const folder = mkdtempSync(join(tmpdir(), 'heap-bench-'));
const file = join(folder, 'heap.heapsnapshot');
const sections = [];
try {
  for (const size of options.sizes.split(',').filter(Boolean).map(Number)) {
    const { nodeCount, edgeCount } = makeHeap(file, size);
    sections.push(measure(`made, ${size} MB`, nodeCount, edgeCount));
  }
  if (!options['skip-real']) {
    run(
      'node',
      [join(import.meta.dirname, 'real-heap.mjs'), file, '3'],
      join(import.meta.dirname, 'node_modules/node-24/bin'),
    );
    sections.push(measure('real, the TypeScript compiler at work'));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const results = join(import.meta.dirname, '../RESULTS.md');
const report = render(sections) + notesIn(readFileSync(results, 'utf8'));
writeFileSync(results, report);
process.stdout.write(report);

function measure(title, nodeCount, edgeCount) {
  const megabytes = statSync(file).size / 1e6;
  const ours = best(repeat, () => run('node', [join(import.meta.dirname, 'run-ours.mjs'), file]));
  process.stderr.write(`${title}: ${JSON.stringify(ours)}\n`);
  const rows = [{ name: names.ours, ...ours }];
  for (const peer of peers) {
    const isLarge = megabytes > largeMegabytes;
    const result = best(isLarge ? 1 : Math.min(repeat, 2), () =>
      run('node', ['--max-old-space-size=8000', join(import.meta.dirname, 'run-peer.mjs'), peer, file]),
    );
    process.stderr.write(`  ${peer}: ${JSON.stringify(result)}\n`);
    rows.push({ name: names[peer], ...result });
  }
  return { title, megabytes, nodeCount: nodeCount ?? ours.nodes, edgeCount: edgeCount ?? ours.edges, rows };
}

function run(command, args, binFolder) {
  const startMs = performance.now();
  const env = binFolder ? { ...process.env, PATH: `${binFolder}:${process.env.PATH}` } : process.env;
  const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8', timeout: timeoutMs });
  const wallSeconds = (performance.now() - startMs) / 1000;
  const line = stdout.slice(stdout.lastIndexOf('{"'));
  if (status !== 0) return { failure: reasonIn(stderr) ?? `status ${status}`, wallSeconds };
  return { ...JSON.parse(line), wallSeconds };
}

// The least CPU is the one that other work on the machine disturbed least; the memory is that of the same run.
function best(times, runOnce) {
  let least = runOnce();
  for (let i = 1; i < times && !least.failure; i += 1) {
    const next = runOnce();
    if (!next.failure && next.processCpuSeconds < least.processCpuSeconds) least = next;
  }
  return least;
}

function reasonIn(stderr) {
  return stderr
    .split('\n')
    .find((line) => /error|memory|unreachable/i.test(line))
    ?.trim()
    .slice(0, 80);
}

// What people wrote below the tables stays.
function notesIn(text) {
  const start = text.indexOf('\n## Notes\n');
  return start < 0 ? '' : text.slice(start);
}

function render(allSections) {
  const lines = [
    '# The heap snapshot engine and its peers',
    '',
    `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpus()[0].model.trim()}), ${process.version}, load ${loadavg()[0].toFixed(1)} at the end.`,
    'Each line is one process: start, parse, dominators, every retained size. CPU is user and system time of the whole process,',
    `the least of ${repeat} runs for ours and of up to 2 for a peer; the ratios are the peer's figure over ours.`,
  ];
  for (const { title, megabytes, nodeCount, edgeCount, rows } of allSections) {
    lines.push('', `## ${title}: ${megabytes.toFixed(1)} MB, ${count(nodeCount)} nodes, ${count(edgeCount)} edges`, '');
    lines.push('| | CPU s | wall s | peak MB | CPU ratio | memory ratio | answer |', '|---|---|---|---|---|---|---|');
    for (const row of rows) lines.push(tableRow(row, rows[0]));
    const [{ parseCpuSeconds, retainedCpuSeconds }] = rows;
    lines.push(
      '',
      `Ours: parse ${parseCpuSeconds.toFixed(2)} s (${(megabytes / parseCpuSeconds).toFixed(0)} MB/s), graph ${retainedCpuSeconds.toFixed(2)} s.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function tableRow(row, ours) {
  if (row.failure) return `| ${row.name} | fails | ${row.wallSeconds.toFixed(1)} | | | | ${row.failure} |`;
  const agrees =
    row.rootRetainedBytes === undefined
      ? 'not told'
      : row.rootRetainedBytes === ours.rootRetainedBytes
        ? 'same total'
        : `total off by ${row.rootRetainedBytes - ours.rootRetainedBytes} bytes`;
  const cells = [
    row.processCpuSeconds.toFixed(2),
    row.wallSeconds.toFixed(2),
    row.peakRssMegabytes.toFixed(0),
    `${(row.processCpuSeconds / ours.processCpuSeconds).toFixed(1)}×`,
    `${(row.peakRssMegabytes / ours.peakRssMegabytes).toFixed(1)}×`,
    row === ours ? '' : agrees,
  ];
  return `| ${row.name} | ${cells.join(' | ')} |`;
}

function count(number) {
  return number.toLocaleString('en-US');
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules', name, 'package.json'), 'utf8')).version;
}
