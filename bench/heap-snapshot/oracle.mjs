// Compares every answer with those of Chrome DevTools: retained size, distance and shallow size of each node, and each
// class with count, bytes and retained bytes, on snapshots that Node 20, 22, 24 and 26 write, and on drawn random heaps.
// Where allocations were tracked also the calls that allocated each node.
//
//   node oracle.mjs [file.heapsnapshot...]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aggregatesByClass,
  allocationStackOf,
  distancesOf,
  noDistance,
  parseSnapshot,
  retainedSizesOf,
  shallowSizesOf,
} from '@watertight/heap-snapshot';
import { drawHeap, randomDrawing } from '@watertight/heap-snapshot-testing';
import { readWithDevTools } from './devtools.mjs';

const versions = ['20', '22', '24', '26'];
const randomHeaps = 300;
const devToolsNoDistance = -5;
// Where an object is named like a group (`Function.prototype` is an object called Function), DevTools makes two classes,
// gives both the same key, and so loses the first: thousands of functions for one object.
const lostClasses = new Set(['Function']);
console.warn = () => {}; // DevTools lists the nodes that nothing reaches
const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
let differenceCount = 0;
try {
  for (const file of process.argv.slice(2)) await compare(file, file);
  if (process.argv.length === 2) {
    for (const version of versions) await compareVersion(version);
    await compareRandomHeaps();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = differenceCount === 0 ? 0 : 1;

async function compareVersion(version) {
  const node = join(import.meta.dirname, `node_modules/node-${version}/bin/node`);
  for (const kind of ['plain', 'internals', 'tracked']) {
    const file = join(folder, `${version}-${kind}.heapsnapshot`);
    execFileSync(node, [join(import.meta.dirname, 'take-heaps.cjs'), file, kind], { stdio: 'inherit' });
    if (kind === 'tracked') repairHeader(file);
    await compare(`Node ${version}, ${kind}`, file);
  }
}

// DevTools fails where the header counts too few functions, as that of a snapshot taken from inside the process does.
function repairHeader(file) {
  const text = readFileSync(file, 'utf8');
  const { snapshot, trace_function_infos: infos } = JSON.parse(text);
  const count = infos.length / snapshot.meta.trace_function_info_fields.length;
  writeFileSync(file, text.replace(/"trace_function_count":\d+/, `"trace_function_count":${count}`));
}

async function compareRandomHeaps() {
  const file = join(folder, 'random.heapsnapshot');
  let compared = 0;
  let refused = 0;
  for (let seed = 0; seed < randomHeaps; seed += 1) {
    writeFileSync(file, drawHeap(randomDrawing(seed, 30)).text);
    try {
      const differences = await differencesOf(file);
      compared += differences.nodeCount;
      report(`random heap ${seed}`, differences, { isQuiet: true });
    } catch (error) {
      // It gives up where two edges lead from the root to one global object.
      if (!String(error.message).startsWith('BFS failed')) throw error;
      refused += 1;
    }
  }
  console.log(`${randomHeaps} random heaps: ${compared} nodes compared; DevTools gives up on ${refused} of the heaps`);
}

async function compare(title, file) {
  report(title, await differencesOf(file), { isQuiet: false });
}

function report(title, { nodeCount, classCount, stackCount, differences }, { isQuiet }) {
  differenceCount += differences.length;
  if (!isQuiet)
    console.log(
      `${title}: ${nodeCount} nodes, ${classCount} classes, ${stackCount} stacks, ${differences.length} differences`,
    );
  for (const difference of differences.slice(0, 10)) console.log(`  ${title}: ${difference}`);
}

async function differencesOf(file) {
  const theirs = await readWithDevTools(file);
  const ours = parseSnapshot([readFileSync(file)]);
  const differences = [
    ...nodeDifferences(theirs, ours),
    ...classDifferences(theirs, ours),
    ...stackDifferences(theirs, ours),
  ];
  const stackCount = ours.columns.allocations?.nodeTraceId.reduce((count, id) => count + (id > 0 ? 1 : 0), 0) ?? 0;
  return { nodeCount: ours.nodeCount, classCount: aggregatesByClass(ours).length, stackCount, differences };
}

function* nodeDifferences(theirs, ours) {
  const retained = retainedSizesOf(ours);
  const shallow = shallowSizesOf(ours);
  const { distance } = distancesOf(ours);
  const fieldCount = theirs.nodeFieldCount;
  for (let node = 0; node < ours.nodeCount; node += 1) {
    const theirShallow = theirs.nodes.getValue(node * fieldCount + theirs.nodeSelfSizeOffset);
    const label = `node ${node} ${ours.typeName(node)} "${ours.name(node).slice(0, 40)}"`;
    if (theirs.retainedSizes[node] !== retained[node]) {
      yield `${label}: retained ${retained[node]}, DevTools ${theirs.retainedSizes[node]}`;
    }
    if (theirShallow !== shallow[node]) yield `${label}: shallow ${shallow[node]}, DevTools ${theirShallow}`;
    const theirDistance = theirs.nodeDistances[node] === devToolsNoDistance ? noDistance : theirs.nodeDistances[node];
    if (theirDistance !== distance[node]) {
      yield `${label}: distance ${distance[node]}, DevTools ${theirDistance}`;
    }
  }
}

function* stackDifferences(theirs, ours) {
  if (ours.columns.allocations === null) return;
  for (let node = 0; node < ours.nodeCount; node += 1) {
    // Theirs ends with the root of the tree, which is no call.
    const theirFrames = (theirs.allocationStack(node * theirs.nodeFieldCount) ?? []).slice(0, -1);
    const [their, our] = [theirFrames, allocationStackOf(ours, node)].map((frames) =>
      frames.map(frameText).join(' < '),
    );
    if (their !== our) yield `node ${node}: allocated by ${our}, DevTools ${their}`;
  }
}

function frameText({ functionName, scriptName, scriptId, line, column }) {
  return `${functionName} ${scriptName} ${scriptId}:${line}:${column}`;
}

function* classDifferences(theirs, ours) {
  const rows = (classes) => classes.filter(([name]) => !lostClasses.has(name)).map((row) => JSON.stringify(row));
  // Without the names that DevTools makes up for plain objects of the same fields.
  theirs.applyInterfaceDefinitions([]);
  const theirRows = rows(Object.values(theirs.getAggregatesByClassKey(false)).map(theirRow));
  const ourRows = rows(aggregatesByClass(ours, { onlyWithBytes: true }).map(ourRow));
  const known = new Map();
  for (const row of theirRows) known.set(row, (known.get(row) ?? 0) + 1);
  for (const row of ourRows) {
    if (!known.get(row)) yield `class ${row}, not in DevTools`;
    else known.set(row, known.get(row) - 1);
  }
  for (const [row, count] of known) if (count > 0) yield `class ${row}, only in DevTools`;
}

// A class's distance is left out: DevTools takes "not reached", its -5, for the smallest.
function theirRow({ name, count, self, maxRet }) {
  return [name, count, self, maxRet];
}

function ourRow({ className, count, shallowBytes, retainedBytes }) {
  return [className, count, shallowBytes, retainedBytes];
}
