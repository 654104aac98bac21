// What `watertight scan` costs beside typed ESLint on the same files, each in a process of its own; written into ../RESULTS.md.
//
//   npm run build && node bench/scan/index.mjs [--repeat 3] [--skip-eslint] [--skip-large]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { makeSources } from './make-sources.mjs';

const begin = '<!-- begin of bench/scan -->';
const end = '<!-- end of bench/scan -->';
const { values: options } = parseArgs({
  options: {
    repeat: { type: 'string', default: '3' },
    'skip-eslint': { type: 'boolean', default: false },
    'skip-large': { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '../..');
const command = join(root, 'tools/cli/bin/watertight.js');
const hook = join(root, 'scripts/accuracy/say-usage.mjs');
const peer = `typescript-eslint ${versionOf('typescript-eslint')} with types`;

const cases = [
  { title: '4,400 TypeScript files', files: 4_400, language: 'ts', goalCpuSeconds: 5 },
  { title: '600 JavaScript files', files: 600, language: 'js', goalCpuSeconds: 6 },
  ...(options['skip-large'] ? [] : [{ title: 'a million lines', files: 19_500, language: 'ts', isAlone: true }]),
];
const sections = cases.map(measure);
const results = join(root, 'bench/RESULTS.md');
const text = replaced(readFileSync(results, 'utf8'), render(sections));
writeFileSync(results, await format(text, { ...(await resolveConfig(results)), parser: 'markdown' }));
process.stdout.write(render(sections));

function measure({ title, files, language, isAlone, goalCpuSeconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-scan-bench-'));
  try {
    const made = makeSources(folder, files, language);
    const ours = best(isAlone ? 1 : Number(options.repeat), [
      command,
      'scan',
      folder,
      '--no-config',
      '--reporter',
      'json',
    ]);
    const { findings, stats, notAnalysed } = ours.result;
    const rows = [{ name: 'watertight scan', ...ours, answer: `${findings.length} findings in ${stats.files} files` }];
    if (notAnalysed.length > 0)
      throw new Error(`${notAnalysed.length} made files do not parse: ${notAnalysed[0].reason}`);
    if (!isAlone && !options['skip-eslint']) {
      const linted = best(1, ['--max-old-space-size=12000', join(import.meta.dirname, 'lint-typed.mjs'), folder]);
      rows.push({
        name: peer,
        ...linted,
        answer: `${linted.result.problems} problems in ${linted.result.files} files`,
      });
    }
    process.stderr.write(
      `${title}: ${rows.map(({ name, cpuSeconds, peakMegabytes }) => `${name} ${cpuSeconds} s, ${peakMegabytes} MB`).join('; ')}\n`,
    );
    return { title, made, rows, goalCpuSeconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// The least CPU is the one that other work on the machine disturbed least.
function best(times, args) {
  let least = run(args);
  for (let i = 1; i < times; i += 1) {
    const next = run(args);
    if (next.cpuSeconds < least.cpuSeconds) least = next;
  }
  return least;
}

function run(args) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', hook, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const [, cpuSeconds, peakMegabytes] = /usage: ([\d.]+) s, (\d+) MB\n/.exec(stderr) ?? [];
  if (cpuSeconds === undefined || !stdout) throw new Error(stderr.slice(-500));
  return { cpuSeconds: Number(cpuSeconds), peakMegabytes: Number(peakMegabytes), result: JSON.parse(stdout) };
}

function render(all) {
  return [
    begin,
    '',
    '# `watertight scan` beside typed ESLint',
    '',
    `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpus()[0].model.trim()}), Node ${process.version}, load ${loadavg()[0].toFixed(1)} at the end, by`,
    '`node bench/scan/index.mjs`. CPU is user and system time of the whole process, without a cache: the least of',
    `${options.repeat} runs for ours, one for ESLint. The ratios are those of this run.`,
    ...all.flatMap(({ title, made, rows, goalCpuSeconds }) => [
      '',
      `## ${title}: ${(made.bytes / 1e6).toFixed(1)} MB, ${made.lines.toLocaleString('en-US')} lines`,
      '',
      '| | CPU s | peak MB | CPU ratio | answer |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(
        ({ name, cpuSeconds, peakMegabytes, answer }) =>
          `| ${name} | ${cpuSeconds.toFixed(2)} | ${peakMegabytes} | ${(cpuSeconds / rows[0].cpuSeconds).toFixed(1)}× | ${answer} |`,
      ),
      ...(goalCpuSeconds ? ['', goalText(rows, goalCpuSeconds)] : ['', memoryText(rows[0])]),
    ]),
    '',
    end,
  ].join('\n');
}

function goalText([ours, other], goalCpuSeconds) {
  const isFast = ours.cpuSeconds <= goalCpuSeconds;
  const parts = [
    `Goal: ${goalCpuSeconds} s of CPU: ${isFast ? 'reached' : `not reached, ${ours.cpuSeconds.toFixed(1)} s`}.`,
  ];
  if (!other) return parts[0];
  const ratio = other.cpuSeconds / ours.cpuSeconds;
  parts.push(
    `Goal: a fifth of the CPU of ESLint: ${ratio >= 5 ? 'reached' : `not reached, ${ratio.toFixed(1)} times less`}.`,
  );
  return parts.join(' ');
}

function memoryText({ peakMegabytes }) {
  return `Goal: 1,000 MB: ${peakMegabytes <= 1000 ? 'reached' : 'not reached'}.`;
}

/** What stands between the marks, and at the end of the file where they are not yet there. */
function replaced(text, section) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < 0) return `${text.trimEnd()}\n\n${section}\n`;
  return `${text.slice(0, from)}${section}${text.slice(to + end.length)}`;
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}
