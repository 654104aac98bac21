// How small a leak a check finds, and that it says nothing of a clean app: each in processes of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const [repeats = 1, cleanRuns = 5, only = ''] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));
const plants = [
  'two small integers (16 B)',
  '16 characters of a text',
  'a short string in a Set',
  'a record in a Map',
  'a record in 1 of 100 requests',
  'a listener in 1 of 1,000 requests',
  'a timer in 1 of 1,000 requests',
];

console.log(`${process.version}\n\n${row('planted', 'leaking', 'with line', 'seconds', 'bytes per request')}`);
for (const plant of plants.filter((name) => name.includes(only))) await report(plant, Number(repeats));
if (!only) await report('clean', Number(cleanRuns));

async function report(plant, runs) {
  const results = [];
  for (let run = 0; run < runs; run += 1) results.push(await check(plant));
  const count = (test) => `${results.filter(test).length} of ${runs}`;
  const seconds = results.map((one) => one.seconds).sort((a, b) => a - b);
  const slopes = results.map(({ evidence }) => evidence.leaks[0]?.retainedBytesPerRequest ?? 0);
  console.log(
    row(
      plant,
      count(({ evidence }) => evidence.verdict === 'leaking'),
      count(({ evidence }) => evidence.leaks.some(({ insertion }) => insertion?.file.endsWith('app.mjs'))),
      `${seconds[0].toFixed(0)} to ${seconds.at(-1).toFixed(0)}`,
      slopes.map((slope) => slope.toPrecision(3)).join(' '),
    ),
  );
  for (const { evidence } of results) {
    const isRight = evidence.verdict === (plant === 'clean' ? 'stable' : 'leaking');
    if (!isRight) console.log(`  ${evidence.verdict}: ${evidence.reason}`);
  }
}

async function check(plant) {
  const args = ['check', '--quiet', '--reporter', 'json', '--route', 'GET /items/{n}', '--', 'node'];
  const app = fileURLToPath(new URL('app.mjs', import.meta.url));
  const started = performance.now();
  const child = spawn(process.execPath, ['tools/cli/dist/main.js', ...args, app, plant], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { evidence: JSON.parse(output), seconds: (performance.now() - started) / 1000 };
}

function row(plant, ...cells) {
  const widths = [10, 10, 10];
  return [plant.padEnd(36), ...cells.map((cell, index) => cell.padEnd(widths[index] ?? 0))].join(' ');
}
