import { posix } from 'node:path';
import { markdown, type Draft, type Group } from '../page.ts';
import type { Repository } from '../repository.ts';

interface Document {
  readonly file: string;
  readonly path: string;
  readonly shortTitle: string;
}

const home = { file: 'docs/README.md', path: 'index.html' };

/** What the contents name first, in the order in which somebody new would read it. */
const guides: readonly Document[] = [
  { file: 'README.md', path: 'guides/overview.html', shortTitle: 'Overview' },
  { file: 'docs/guides/first-use.md', path: 'guides/first-use.html', shortTitle: 'First use' },
  { file: 'tools/codemods/README.md', path: 'guides/scan-and-fix.html', shortTitle: 'Scan and fix' },
  { file: 'docs/guides/heal.md', path: 'guides/heal.html', shortTitle: 'Heal' },
  { file: 'docs/guides/ci.md', path: 'guides/ci.html', shortTitle: 'CI' },
  { file: 'libs/testing/README.md', path: 'guides/tests.html', shortTitle: 'In tests' },
  { file: 'tools/nx-plugin/README.md', path: 'guides/nx.html', shortTitle: 'In an Nx workspace' },
  { file: 'tools/eslint-plugin/README.md', path: 'guides/eslint.html', shortTitle: 'In the editor' },
  { file: 'docs/guides/running-process.md', path: 'guides/running-process.html', shortTitle: 'A running process' },
  { file: 'tools/cli/README.md', path: 'guides/heap-snapshots.html', shortTitle: 'Heap snapshots' },
  { file: 'apps/lab/README.md', path: 'guides/lab.html', shortTitle: 'The lab' },
  { file: 'apps/leaky-server/README.md', path: 'guides/leaky-server.html', shortTitle: 'The leaky server' },
];

/** From what a trial says to what is done about it. */
const concepts: readonly Document[] = [
  ['verdict', 'Verdict'],
  ['survivors', 'Survivors'],
  ['sink', 'Sink'],
  ['retaining-path', 'Retaining path'],
  ['insertion-line', 'Insertion line'],
  ['fix-tier', 'Fix tier'],
  ['proof', 'Proof'],
  ['budget', 'Budget'],
  ['baseline', 'Baseline'],
].map(([name, shortTitle]) => ({
  file: `docs/concepts/${name}.md`,
  path: `concepts/${name}.html`,
  shortTitle: shortTitle!,
}));

/** The home page, guides, concepts, and a page for every other Markdown file but those of the catalog. */
export function documentPages(repository: Repository): Draft[] {
  const listed = new Set([home, ...guides, ...concepts].map(({ file }) => file));
  const others = repository
    .markdown()
    .filter((file) => !listed.has(file) && !file.startsWith('libs/catalog/'))
    .map((file) => ({ file, ...placeOf(file, repository) }));
  return [
    documentPage(repository, { ...home, shortTitle: 'Home' }, null),
    ...guides.map((document) => documentPage(repository, document, 'guides')),
    conceptList(repository),
    ...concepts.map((document) => documentPage(repository, document, 'concepts')),
    ...others.map(({ group, ...document }) => documentPage(repository, document, group)),
  ];
}

function placeOf(file: string, repository: Repository): Omit<Document, 'file'> & { readonly group: Group } {
  const group = file.startsWith('libs/') ? 'libraries' : 'project';
  const name = file
    .replace(/\/README\.md$|\.md$/, '')
    .replace(/^(libs|docs)\//, '')
    .replaceAll('/', '-')
    .toLowerCase();
  return { group, path: `${group}/${name}.html`, shortTitle: titleOf(repository.read(file)) };
}

function documentPage(repository: Repository, { file, path, shortTitle }: Document, group: Group | null): Draft {
  const text = repository.read(file);
  return {
    path,
    title: titleOf(text),
    shortTitle,
    group,
    description: firstSentenceOf(text),
    shows: { [file]: '' },
    blocks: [markdown(text, posix.dirname(file) === '.' ? '' : posix.dirname(file))],
  };
}

function conceptList(repository: Repository): Draft {
  const rows = concepts.map(
    ({ file, path, shortTitle }) => `- [${shortTitle}](${path}): ${firstSentenceOf(repository.read(file))}`,
  );
  return {
    path: 'concepts/index.html',
    title: 'Concepts',
    group: 'concepts',
    description: 'The words that results are told in.',
    shows: { 'docs/concepts': '' },
    blocks: [
      markdown(
        `# Concepts\n\nThe words that results are told in, in the order in which one meets them.\n\n${rows.join('\n')}\n`,
        null,
      ),
    ],
  };
}

const titleOf = (text: string) => /^# (.+)$/m.exec(text)?.[1]?.replaceAll(/[`*]/g, '') ?? '';

/** Without the signs of Markdown. */
function firstSentenceOf(text: string): string {
  const body = text.replaceAll(/<!--.*?-->/gs, '').replace(/^# .*$/m, '');
  const paragraph = body.split(/\n\s*\n/).find((each) => /^[\w*`_[(]/.test(each.trim())) ?? '';
  const plain = paragraph
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]|\b_|_\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.:](?=\s|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}
