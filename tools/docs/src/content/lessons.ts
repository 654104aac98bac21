import { causes, exerciseOf, firstHour, sampleFile, wrongFixFile, type Cause, type CauseId } from '@watertight/catalog';
import { renderDiff } from '../markdown/code.ts';
import { escapeHtml } from '../markdown/escape.ts';
import { html, markdown, type Draft } from '../page.ts';
import type { Repository } from '../repository.ts';
import { causePath, withoutMarker } from './causes.ts';

export const lessonPath = (id: string) => `lessons/${id}.html`;

/** The lessons in the order of the first hour, then by difficulty. */
export function lessonOrder(): readonly Cause<CauseId>[] {
  const step = ({ id }: Cause<CauseId>) => {
    const at = (firstHour as readonly CauseId[]).indexOf(id);
    return at < 0 ? firstHour.length + exerciseOf(id).difficulty : at;
  };
  return (causes as readonly Cause<CauseId>[]).toSorted((a, b) => step(a) - step(b));
}

/** A page for each lesson, with the questions of its exercise, and a list of them. */
export function lessonPages(repository: Repository): Draft[] {
  return [lessonList(), ...lessonOrder().map((cause) => lessonPage(cause, repository))];
}

function lessonPage({ id, title }: Cause<CauseId>, repository: Repository): Draft {
  const leakyFile = repository.pathOf(sampleFile(id, 'leaky'));
  const folder = leakyFile.replace(/\/leaky\.ts$/, '');
  const { story, hints, rightFix, wrongFixes, difficulty } = exerciseOf(id);
  const leaky = withoutMarker(repository.read(leakyFile));
  const text = repository.read(`${folder}/lesson.md`);
  const [heading, ...rest] = text.split('\n');
  return {
    path: lessonPath(id),
    title: heading!.replace(/^# /, ''),
    shortTitle: title,
    group: 'lessons',
    description: story,
    shows: { [`${folder}/lesson.md`]: '' },
    blocks: [
      markdown(
        `${heading}\n\n**Difficulty** ${difficulty} of 6 · **Reference** [${title}](${causePath(id)}) · **Exercise** \`watertight lab\`\n\n> ${story}\n`,
        null,
      ),
      markdown(rest.join('\n'), folder),
      markdown('## Hints\n\nEach says more than the one before.\n'),
      ...hints.map((hint, at) => html(`<details><summary>Hint ${at + 1}</summary><p>${withCode(hint)}</p></details>`)),
      markdown('## Which fix?\n\nAll of these look right. Choose one before you look.\n'),
      ...wrongFixes.map((wrong) =>
        html(
          choice(
            wrong.title,
            `No. ${wrong.why}`,
            renderDiff(leaky, repository.read(repository.pathOf(wrongFixFile(id, wrong.id)))),
          ),
        ),
      ),
      html(choice(rightFix.title, `Yes. ${rightFix.why}`, renderDiff(leaky, repository.read(`${folder}/fixed.ts`)))),
    ],
  };
}

const choice = (title: string, why: string, diff: string) =>
  `<details><summary>${withCode(title)}</summary><p>${withCode(why)}</p>${diff}</details>`;

/** A sentence of the catalog; what stands between backticks in it is code. */
const withCode = (text: string) =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('');

function lessonList(): Draft {
  const row = ({ id, title }: Cause<CauseId>) => `| [${title}](${lessonPath(id)}) | ${exerciseOf(id).difficulty} |`;
  const all = lessonOrder();
  const table = (lessons: readonly Cause<CauseId>[]) =>
    `| lesson | difficulty |\n| --- | --- |\n${lessons.map(row).join('\n')}\n`;
  return {
    path: 'lessons/index.html',
    title: 'Lessons',
    group: 'lessons',
    description: 'One lesson for each cause: reproduce it, measure it, find its line, fix it, prove it.',
    shows: { 'libs/catalog/src/exercises.ts': '' },
    blocks: [
      markdown(
        `# Lessons\n\nReproduce, measure, find the line, fix, prove: the same five steps for each cause, at a terminal. The lab (\`watertight lab\`) has them as exercises, with curves.\n\n## The first hour\n\nIn this order they become harder.\n\n${table(all.slice(0, firstHour.length))}\n## All others\n\n${table(all.slice(firstHour.length))}`,
        null,
      ),
    ],
  };
}
