import { basename } from 'node:path';
import { causes, exerciseOf, sampleFile, type Cause, type CauseId } from '@watertight/catalog';
import type { Finding } from '@watertight/evidence';
import { renderDiff, renderFile } from '../markdown/code.ts';
import { HeadingIds } from '../markdown/heading-ids.ts';
import { html, markdown, type Draft } from '../page.ts';
import type { Repository } from '../repository.ts';

export const causePath = (id: string) => `causes/${id}.html`;

/** A page for each cause, from its folder in the catalog and what its rule says of the leaky half; and a list of them. */
export function causePages(repository: Repository, findings: ReadonlyMap<string, Finding>): Draft[] {
  return [causeList(findings), ...causes.map((cause) => causePage(cause, repository, findings.get(cause.id)))];
}

const isMarker = (line: string) => /^\s*\/\/ leak: /.test(line);
/** The leaky half as people wrote it, before somebody marked the line. */
export const withoutMarker = (text: string) =>
  text
    .split('\n')
    .filter((line) => !isMarker(line))
    .join('\n');

function causePage(cause: Cause<CauseId>, repository: Repository, finding: Finding | undefined): Draft {
  const { id, title, mechanism } = cause;
  const folder = repository.pathOf(sampleFile(id, 'leaky')).replace(/\/leaky\.ts$/, '');
  const read = (name: string) => repository.read(`${folder}/${name}`);
  const leaky = read('leaky.ts');
  const samples = repository.list(folder).filter((name) => !/^(cause|exercise|leaky|fixed)\.ts$|\.md$/.test(name));
  const ids = new HeadingIds();
  const shows = Object.fromEntries(
    ['README.md', 'leaky.ts', 'fixed.ts', ...samples].map((name) => [
      `${folder}/${name}`,
      name === 'README.md' ? '' : ids.idOf(name),
    ]),
  );
  const guilty = { line: leaky.split('\n').findIndex(isMarker) + 2, note: 'inserts' };
  return {
    path: causePath(id),
    title,
    shortTitle: id,
    group: 'causes',
    description: mechanism,
    shows: { ...shows, [folder]: '' },
    blocks: [
      markdown(read('README.md'), folder),
      markdown(`## The code\n\n### leaky.ts\n`),
      html(renderFile('leaky.ts', leaky, guilty)),
      markdown(
        `### fixed.ts\n\n${cause.twin === 'by-hand' ? 'Mended by hand, since its rule can only explain:' : 'What the codemod makes of it:'}\n`,
      ),
      html(renderDiff(withoutMarker(leaky), read('fixed.ts'))),
      html(`<details><summary>The whole file</summary>${renderFile('fixed.ts', read('fixed.ts'))}</details>`),
      ...samples.flatMap((name) => [markdown(`### ${name}\n`), html(renderFile(name, read(name)))]),
      markdown(ruleText(id, finding)),
      markdown(
        `## Do it yourself\n\nThe [lesson](${lessonLink(folder)}) leads from the first request to the proof. In the lab (\`watertight lab\`) it is an exercise of difficulty ${exerciseOf(id).difficulty} of 6.\n`,
        folder,
      ),
    ],
  };
}

const lessonLink = (folder: string) => `../${basename(folder)}/lesson.md`;

const fixTexts = {
  automatic: '`automatic`: it surely keeps behaviour, and `watertight fix --write` makes it',
  suggested: '`suggested`: a person should look, so it takes `--unsafe` or `--interactive`',
  manual: '`manual`: the rule explains what to do, and changes nothing',
} as const;

function ruleText(id: string, finding: Finding | undefined): string {
  if (!finding) return '';
  const { message, confidence, fix, explanation } = finding;
  const sentences = explanation && [
    `- **Grows** ${explanation.grows}`,
    `- **Owner** ${explanation.owner}`,
    `- **Key** ${explanation.key}`,
    `- **Not bounded** ${explanation.unbounded}`,
    `- **Do** ${explanation.remedy}`,
  ];
  return [
    '## The rule',
    `Of [\`leaky.ts\`](#leakyts) the rule \`${id}\` says, with ${confidence} confidence:`,
    `> ${escapeMarkdown(message)}`,
    ...(sentences ? [`With \`watertight scan --explain\` it adds:`, sentences.map(escapeMarkdown).join('\n')] : []),
    `Its rewrite there is ${fixTexts[fix]}. Where less is sure, a finding is of lower confidence or its rewrite of a lower [tier](docs/concepts/fix-tier.md).`,
    `\`\`\`sh\nwatertight scan --only ${id}\nwatertight fix --only ${id}${fix === 'suggested' ? ' --unsafe' : ''}\n\`\`\``,
  ].join('\n\n');
}

/** Signs that Markdown would take for its own. */
const escapeMarkdown = (text: string) => text.replaceAll(/(?<!\w)_|_(?!\w)|[<>]/g, (sign) => `\\${sign}`);

const categoryTexts = {
  collection: 'Collections that only grow',
  listener: 'Listeners and hooks',
  resource: 'Resources that stay open',
  timer: 'Timers',
  middleware: 'Requests that are kept',
  cycle: 'Cycles',
  dependency: 'Packages',
} as const satisfies Record<Cause['category'], string>;

function causeList(findings: ReadonlyMap<string, Finding>): Draft {
  const sections = Object.entries(categoryTexts).map(([category, heading]) => {
    const rows = causes
      .filter((cause) => cause.category === category)
      .map(
        ({ id, title }) =>
          `| [${title}](${causePath(id)})<br>\`${id}\` | ${exerciseOf(id).difficulty} | ${findings.get(id)?.fix ?? ''} |`,
      );
    return `## ${heading}\n\n| cause | difficulty | rewrite of the sample |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return {
    path: 'causes/index.html',
    title: 'Causes',
    group: 'causes',
    description: 'Every reason why a process keeps what it no longer needs that has a rule, a rewrite and a lesson.',
    shows: { 'libs/catalog': '', 'libs/catalog/src': '', 'libs/catalog/src/causes': '' },
    blocks: [
      markdown(
        `# Causes\n\nA cause is one reason why a process keeps what it no longer needs. \`watertight check\` finds what grows, known cause or not; these ${causes.length} have a rule, a rewrite or an explanation, a lesson and a pair of files: one that leaks, one that does not.\n\n${sections.join('\n')}`,
        null,
      ),
    ],
  };
}
