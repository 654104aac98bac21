// How often `toStayFlat` is right: each runner measures a clean Express app and one with a planted leak of 64 bytes per request, again
// and again, each time in a new process. A clean app must never be red, a leaking one never green.
//
//   npm run build && node bench/matchers/index.mjs [--times 20] [--runner jest] [--runner vitest] [--runner node]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    runner: { type: 'string', multiple: true, default: ['node', 'jest', 'vitest'] },
  },
});
const times = Number(values.times);

// Two numbers in an object are 56 bytes, and its place in the array is 8.
const app = `const express = require('express');
const kept = [];
exports.createApp = () => {
  const app = express();
  app.get('/clean/:id', (req, res) => res.json({ id: req.params.id }));
  app.get('/leaky/:id', (req, res) => {
    kept.push({ id: Number(req.params.id), at: Date.now() });
    res.json({ id: req.params.id });
  });
  return app;
};
`;
const lineOfLeak = app.split('\n').findIndex((line) => line.includes('kept.push')) + 1;

// Written past the runner, which would keep it or reword it.
const timed = (assertion) => `
  const started = performance.now();
  try {
    await ${assertion};
  } finally {
    writeSync(2, 'took ' + Math.round(performance.now() - started) + ' ms\\n');
  }`;
const matcher = (kind) => timed(`expect(createApp()).toStayFlat({ route: 'GET /${kind}/{n}' })`);
const plain = (kind) => timed(`assertStaysFlat(createApp(), { route: 'GET /${kind}/{n}' })`);

/** What each runner runs: a file, and the arguments that start it. */
const runners = {
  node: {
    name: (kind) => `${kind}.test.cjs`,
    text: (kind) => `const { writeSync } = require('node:fs');
const { test } = require('node:test');
const { assertStaysFlat } = require('@watertight/testing');
const { createApp } = require('./app.cjs');
test('${kind}', async () => {${plain(kind)}
});`,
    args: (file) => ['--test', file],
  },
  jest: {
    name: (kind) => `${kind}.spec.js`,
    text: (kind) => `require('@watertight/testing/jest');
const { writeSync } = require('node:fs');
const { createApp } = require('./app.cjs');
test('${kind}', async () => {${matcher(kind)}
}, 600_000);`,
    args: (file) => ['node_modules/jest/bin/jest.js', '--config', '{"transform":{}}', '--runTestsByPath', file],
  },
  vitest: {
    name: (kind) => `${kind}.test.mjs`,
    text: (kind) => `import '@watertight/testing/vitest';
import { writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createApp } from './app.cjs';
test('${kind}', async () => {${matcher(kind)}
}, 600_000);`,
    args: (file) => ['node_modules/vitest/vitest.mjs', 'run', file],
  },
};

const folder = makeProject();
const rows = [];
try {
  for (const runner of values.runner) {
    for (const kind of ['clean', 'leaky']) rows.push(await repeat(runner, kind));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(table(rows));
process.exitCode = rows.every(({ wrong }) => wrong === 0) ? 0 : 1;

function makeProject() {
  const made = mkdtempSync(join(tmpdir(), 'watertight-bench-'));
  writeFileSync(join(made, 'package.json'), '{ "private": true }');
  writeFileSync(join(made, 'app.cjs'), app);
  for (const { name, text } of Object.values(runners)) {
    for (const kind of ['clean', 'leaky']) writeFileSync(join(made, name(kind)), text(kind));
  }
  for (const name of ['@watertight/testing', 'express', 'jest', 'vitest']) {
    mkdirSync(dirname(join(made, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(made, 'node_modules', name));
  }
  return made;
}

async function repeat(runner, kind) {
  const { name, args } = runners[runner];
  const seconds = [];
  const cpuSeconds = [];
  let wrong = 0;
  for (let time = 1; time <= times; time += 1) {
    const one = await run(args(name(kind)));
    const isRight = kind === 'clean' ? one.status === 0 : one.status !== 0 && isTelling(one.output);
    if (!isRight) {
      wrong += 1;
      console.log(`${runner} ${kind} ${time}: wrong\n${one.output}`);
    }
    seconds.push(Number(/took (\d+) ms/.exec(one.output)?.[1] ?? NaN) / 1000);
    cpuSeconds.push(one.cpuSeconds);
    console.error(
      `${runner} ${kind} ${time} of ${times}: ${isRight ? 'right' : 'wrong'}, ${seconds.at(-1).toFixed(1)} s`,
    );
  }
  return { runner, kind, wrong, middle: middleOf(seconds), most: Math.max(...seconds), cpu: middleOf(cpuSeconds) };
}

// Red for another reason than the leak would be wrong as well.
function isTelling(output) {
  return output.includes('but it leaks') && output.includes(`app.cjs:${lineOfLeak}:`);
}

function run(args) {
  return new Promise((resolve) => {
    // What the children of the shell have used, user and system, is all that the run has cost.
    const child = spawn('bash', ['-c', '"$@"; status=$?; times >&2; exit $status', 'bash', process.execPath, ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('close', (status) => resolve({ status, output, cpuSeconds: cpuOf(output) }));
  });
}

function cpuOf(output) {
  const last = output.trimEnd().split('\n').at(-1);
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + 60 * minutes + Number(rest),
    0,
  );
}

function middleOf(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

function table(all) {
  const model = /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown';
  const rowOf = ({ runner, kind, wrong, middle, most, cpu }) =>
    `| ${runner} | ${kind} | ${times - wrong} of ${times} | ${middle.toFixed(1)} | ${most.toFixed(1)} | ${cpu.toFixed(1)} |`;
  return [
    `Measured on ${cpus().length} cores (${model}), Node ${process.version}, load ${loadavg()[0].toFixed(1)} at the end.`,
    '',
    '| runner | app | right | median s | most s | median CPU s |',
    '| ------ | --- | ----- | -------- | ------ | ------------ |',
    ...all.map(rowOf),
  ].join('\n');
}
