// How often the findings of `scan` are right, and whether `fix` leaves repositories whole: writes docs/accuracy.md.
//
//   npm run build && node scripts/accuracy.mjs              the page, from what was judged and measured before
//   node scripts/accuracy.mjs --scan                        scans the repositories of bench/accuracy/judgements.json anew
//   node scripts/accuracy.mjs --fix                         rewrites a copy of each, twice, and compiles what was touched
//   node scripts/accuracy.mjs --check                       fails where the page is not what the files say
//
//   --only owner/name     one repository; may repeat
//   --folder <folder>     where the sources are kept (default: a folder below the temporary one)
//   --from <template>     where they come from: an address, or a local git directory, with {owner} and {name} in it
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileProblems } from './accuracy/compile-problems.mjs';
import { checkOut } from './accuracy/check-out.mjs';
import { renderPage } from './accuracy/render-page.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: {
    scan: { type: 'boolean', default: false },
    fix: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    folder: { type: 'string', default: join(tmpdir(), 'watertight-accuracy') },
    from: { type: 'string', default: 'https://github.com/{owner}/{name}.git' },
  },
});
const command = join(root, 'tools/cli/bin/watertight.js');
const measuredFile = join(root, 'bench/accuracy/measured.json');
const page = join(root, 'docs/accuracy.md');
const commitArgs = ['-c', 'user.name=accuracy', '-c', 'user.email=accuracy@localhost', 'commit', '-qm', 'as it was'];
const { repositories, judgements, judgedAt } = readJson(join(root, 'bench/accuracy/judgements.json'));
const measured = readJson(measuredFile);

for (const each of repositories) {
  const { repository } = each;
  if (options.only && !options.only.includes(repository)) continue;
  if (!options.scan && !options.fix) continue;
  const folder = checkOut(each, options);
  if (options.scan) measured[repository] = { ...measured[repository], scan: measureScan(folder) };
  if (options.fix) measured[repository] = { ...measured[repository], fix: measureFix(folder) };
  process.stderr.write(`${repository}: ${JSON.stringify(summaryOf(measured[repository]))}\n`);
  writeFileSync(measuredFile, `${JSON.stringify(measured, null, 1)}\n`);
}
publish(await formatted(renderPage({ repositories, judgements, measured, judgedAt })));

function measureScan(folder) {
  const { result, cpuSeconds, peakMegabytes } = run(['scan', folder]);
  const findings = result.findings.map(({ rule, file, line, confidence, fix }) => ({
    rule,
    file,
    line,
    confidence,
    fix,
  }));
  return { files: result.stats.files, cpuSeconds, peakMegabytes, findings };
}

/** Rewrites all that can be rewritten, automatic or suggested, in a copy; what is new in it must compile, and stay as it is. */
function measureFix(folder) {
  const copy = `${folder}-fixed`;
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  git(folder, ['checkout-index', '--all', `--prefix=${copy}/`]);
  for (const args of [['init', '-q'], ['add', '-A', '-f'], commitArgs]) git(copy, args);
  const first = run(['fix', copy, '--write', '--unsafe']).result;
  const touched = git(copy, ['diff', '--name-only']).split('\n').filter(Boolean);
  const sources = touched.filter((name) => /\.[cm]?[jt]sx?$/.test(name));
  const before = (name) => git(copy, ['show', `HEAD:${name}`]);
  const after = (name) => readFileSync(join(copy, name), 'utf8');
  const problems = sources.flatMap((name) => compileProblems(join(copy, name), before(name), after(name)));
  const diffOfFirst = git(copy, ['diff']);
  const second = run(['fix', copy, '--write', '--unsafe']).result;
  const changedAgain = second.written || git(copy, ['diff']) !== diffOfFirst;
  rmSync(copy, { recursive: true, force: true });
  return {
    rewrites: first.fixed.length,
    files: sources.length,
    withdrawn: first.left.filter(({ why }) => why.includes('would not compile')).length,
    unparsable: problems.filter(({ kind }) => kind === 'syntax').length,
    newTypeErrors: problems.filter(({ kind }) => kind === 'type').length,
    problems: problems.slice(0, 5),
    changedAgain,
  };
}

function git(folder, args) {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`git ${args[0]} in ${folder} failed: ${stderr.trim()}`);
  return stdout;
}

/** Runs our command in a process of its own; what it has used is said by a hook that is loaded with it. */
function run(args) {
  const hook = join(root, 'scripts/accuracy/say-usage.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', hook, command, ...args, '--no-config', '--reporter', 'json'],
    { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
  );
  const [, cpuSeconds, peakMegabytes] = /usage: ([\d.]+) s, (\d+) MB\n/.exec(stderr) ?? [];
  const result = JSON.parse(stdout);
  if (result.error) throw new Error(`${args.join(' ')}: ${JSON.stringify(result.error)}`);
  return { result, cpuSeconds: Number(cpuSeconds), peakMegabytes: Number(peakMegabytes) };
}

function summaryOf({ scan, fix }) {
  const { findings, ...rest } = scan ?? { findings: [] };
  return { ...rest, findings: findings.length, ...(options.fix && { fix }) };
}

async function formatted(text) {
  const prettier = await import('prettier');
  return prettier.format(text, { ...(await prettier.resolveConfig(page)), parser: 'markdown' });
}

function publish(text) {
  if (!options.check) {
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, text);
    return;
  }
  if (existsSync(page) && readFileSync(page, 'utf8') === text) return;
  process.stderr.write('docs/accuracy.md is not what bench/accuracy says; run node scripts/accuracy.mjs\n');
  process.exitCode = 1;
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
