import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Router } from 'express';
import { isShownByLoad, type Cause, type LoadEvidence } from './cause.ts';
import { causes, findCause, type CauseId } from './causes.ts';
import { checkCommand } from './check-command.ts';
import { exerciseOf, firstHour } from './exercises.ts';
import { renderPageHeader, withPageHeader } from './page-header.ts';
import { sampleFile, wrongFixFile } from './sample-file.ts';
import { loadSample } from './samples.ts';

const folderOf = (id: CauseId) => dirname(sampleFile(id, 'leaky'));
const textOf = (id: CauseId, file: string) => readFileSync(join(folderOf(id), file), 'utf8');
const linesOf = (id: CauseId, file: string) => textOf(id, file).split('\n');
const isMarker = (line: string) => /^\s*\/\/ leak: /.test(line);

/** Files beyond the six that every unit has. */
const extraFiles: { readonly [Id in CauseId]?: readonly string[] } = {
  'anchored-cycle': ['control.ts'],
  'pipe-without-destroy': ['scenario.json'],
  'unreleased-resource': ['pool.ts'],
};

/** Where the names on the retaining path are declared: in the sample, or in the package that leaks. */
function sinkSource(id: CauseId, evidence: LoadEvidence): string {
  const { package: name } = evidence;
  return textOf(id, 'leaky.ts') + (name === undefined ? '' : readFileSync(require.resolve(name), 'utf8'));
}

test('every folder is a cause and every cause a folder', () => {
  const folders = readdirSync(join(folderOf('unbounded-cache'), '..'));
  expect(folders.toSorted()).toEqual(causes.map((cause) => cause.id).toSorted());
});

test('every wrong fix of an exercise has its code, and no other code is there', () => {
  const folder = join(folderOf('unbounded-cache'), '../../wrong-fixes');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const told = causes.flatMap(({ id }) => exerciseOf(id).wrongFixes.map((wrong) => `${id}/${wrong.id}.ts`));
  expect(files.toSorted()).toEqual(told.toSorted());
});

test('the five points of the guide each have a cause', () => {
  expect(new Set(causes.map((cause) => cause.article))).toEqual(new Set([1, 2, 3, 4, 5]));
});

test('no two causes share a route', () => {
  const paths = causes.map(({ workload }) => /^\/[^/{?]+/.exec(workload.path)?.[0]);
  expect(new Set(paths).size).toBe(causes.length);
});

test('a cause is found by its id, and an unknown id finds none', () => {
  expect(findCause('unclosed-file')?.article).toBe(3);
  expect(findCause('unclosed-door')).toBeUndefined();
});

describe.each<Cause<CauseId>>(causes)('$id', (cause) => {
  const { id, workload } = cause;

  test('has its files and no other', () => {
    const six = ['README.md', 'cause.ts', 'exercise.ts', 'fixed.ts', 'leaky.ts', 'lesson.md'];
    const files = [...six, ...(extraFiles[id] ?? [])];
    expect(readdirSync(folderOf(id)).toSorted()).toEqual(files.toSorted());
    expect(basename(folderOf(id))).toBe(id);
  });

  test('marks one line of the leaky half and none of the fixed', () => {
    const markers = linesOf(id, 'leaky.ts').filter(isMarker);
    expect(markers.map((line) => line.trim())).toEqual([`// leak: ${id}`]);
    expect(linesOf(id, 'fixed.ts').filter((line) => line.includes('leak'))).toEqual([]);
  });

  test('marks a statement that the pair is about', () => {
    const lines = linesOf(id, 'leaky.ts');
    const marked = lines[lines.findIndex(isMarker) + 1];
    expect(marked).toMatch(/\S.*[;({]$/);
  });

  test('differs between its halves by the rewrite alone', () => {
    const leaky = linesOf(id, 'leaky.ts').filter((line) => !isMarker(line));
    const fixed = linesOf(id, 'fixed.ts');
    const bare = (lines: string[]) => new Set(lines.map((line) => line.trim()).filter((line) => line !== ''));
    const removed = difference(bare(leaky), bare(fixed));
    expect(fixed).not.toEqual(leaky);
    expect(removed.size).toBeLessThanOrEqual(3);
  });

  test('names edges that its source declares, or says why no load shows it', () => {
    if (!isShownByLoad(cause))
      return expect(cause.evidence).toMatchObject({ why: expect.stringMatching(/^[a-z].*[^.]$/) });
    const source = sinkSource(id, cause.evidence);
    for (const name of cause.evidence.retainingPath) expect(source).toMatch(new RegExp(`\\b${name}\\b`));
    const hasPath = cause.evidence.signal !== 'descriptors';
    expect(cause.evidence.retainingPath.length > 0).toBe(hasPath);
  });

  test('has a router for each half', async () => {
    const leaky = await loadSample(id, 'leaky');
    const fixed = await loadSample(id, 'fixed');
    expect(typeof leaky).toBe('function');
    expect(fixed).not.toBe(leaky);
    expect(routesOf(fixed)).toEqual(routesOf(leaky));
  });

  test('sends enough requests to pass the bound of its fixed half', () => {
    const found = /max: ([\d_]+)|length > (\d+)/.exec(textOf(id, 'fixed.ts'))?.slice(1).find(Boolean) ?? '0';
    const bound = Number(found.replaceAll('_', ''));
    expect(workload.requests).toBeGreaterThan(2 * bound);
  });

  test('has a page whose head says what cause.ts says', () => {
    const page = textOf(id, 'README.md');
    expect(withPageHeader(page, cause)).toBe(page);
    expect(page.startsWith(renderPageHeader(cause))).toBe(true);
  });

  test('has a page that answers the five questions', () => {
    expect(headings(textOf(id, 'README.md'))).toEqual([
      'What happens',
      'What retains it',
      'How it shows in a heap',
      'How to fix it',
      'When it is no leak',
    ]);
  });

  test('has a lesson from reproducing to proving, with commands that fit the workload', () => {
    const lesson = textOf(id, 'lesson.md');
    expect(headings(lesson)).toEqual(['1. Reproduce', '2. Measure', '3. Find the sink', '4. Fix', '5. Prove']);
    const commands = lesson.split('\n').filter((line) => line.startsWith('npx watertight check'));
    expect(commands).toEqual([checkCommand(cause), `${checkCommand(cause)} --fixed`]);
  });
});

describe.each(causes.map(({ id }) => id))('the exercise of %s', (id) => {
  const exercise = exerciseOf(id);
  const leaky = () => linesOf(id, 'leaky.ts').filter((line) => !isMarker(line));

  test('says the symptom and not the cause', () => {
    expect(exercise.story).not.toMatch(/leak|cache|listener|interval/i);
  });

  test('has wrong fixes that are code of their own, with no marker', () => {
    for (const { id: wrong } of exercise.wrongFixes) {
      const text = readFileSync(wrongFixFile(id, wrong), 'utf8');
      expect(text).not.toContain('// leak:');
      expect(text).not.toBe(leaky().join('\n'));
      expect(text).not.toBe(textOf(id, 'fixed.ts'));
    }
  });

  test('offers the same routes with each fix', async () => {
    const routes = routesOf(await loadSample(id, 'leaky'));
    for (const { id: wrong } of exercise.wrongFixes) {
      const { router } = (await import(wrongFixFile(id, wrong))) as { router: Router };
      expect(routesOf(router)).toEqual(routes);
    }
  });
});

test('the first hour becomes harder, never easier by more than a step', () => {
  const difficulties = firstHour.map((id) => exerciseOf(id).difficulty);
  expect(difficulties[0]).toBe(1);
  for (const [at, difficulty] of difficulties.entries())
    expect(difficulty).toBeGreaterThanOrEqual((difficulties[at - 1] ?? 1) - 1);
});

function difference(all: Set<string>, without: Set<string>): Set<string> {
  return new Set([...all].filter((line) => !without.has(line)));
}

function headings(page: string): (string | undefined)[] {
  return [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
}

function routesOf(router: Router): (string | undefined)[] {
  return router.stack.map((layer) => layer.route?.path);
}
