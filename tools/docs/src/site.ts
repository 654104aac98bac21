import { posix } from 'node:path';
import { causes } from '@watertight/catalog';
import type { Finding } from '@watertight/evidence';
import { commandReference, type CommandReference } from 'watertight/command-reference';
import { causePages, causePath } from './content/causes.ts';
import { commandPages, commandPath } from './content/commands.ts';
import { documentPages } from './content/documents.ts';
import { lessonPages } from './content/lessons.ts';
import { referencePages } from './content/reference.ts';
import { sourcePage } from './content/source-page.ts';
import { commandAt } from './command-at.ts';
import { HeadingIds } from './markdown/heading-ids.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { relativeTo, type Draft, type Heading, type Page } from './page.ts';
import type { Repository } from './repository.ts';

export interface Site {
  readonly pages: readonly Page[];
  readonly commands: readonly CommandReference[];
}

/** All pages of the documentation, rendered; nothing is written. */
export function buildSite(repository: Repository, findings: ReadonlyMap<string, Finding>): Site {
  const commands = commandReference();
  const drafts = [
    ...documentPages(repository),
    ...causePages(repository, findings),
    ...lessonPages(repository),
    ...commandPages(commands),
    ...referencePages(repository, findings),
  ];
  return { pages: renderAll(drafts, repository, commands), commands };
}

/** Renders drafts, and adds a page for every source file that they link to. */
export function renderAll(
  drafts: readonly Draft[],
  repository: Repository,
  commands: readonly CommandReference[],
): Page[] {
  const targets = new Map<string, string>();
  const waiting = [...drafts];
  const know = ({ path, shows }: Draft) => {
    for (const [file, anchor] of Object.entries(shows)) targets.set(file, anchor === '' ? path : `${path}#${anchor}`);
  };
  drafts.forEach(know);
  const pages: Page[] = [];
  for (let draft = waiting.shift(); draft; draft = waiting.shift()) pages.push(render(draft));
  return pages;

  function render({ blocks, ...page }: Draft): Page {
    const ids = new HeadingIds();
    const headings: Heading[] = [];
    const pageOfCode = (code: string) => {
      const target = pageOf(code, commands);
      return target === undefined || target === page.path ? undefined : relativeTo(page.path, target);
    };
    const parts = blocks.map((block) => {
      if (block.kind === 'html') return block.html;
      const resolve = (href: string) => resolved(href, block.folder, page.path);
      const rendered = renderMarkdown(block.text, { ids, resolve, pageOfCode });
      headings.push(...rendered.headings);
      return rendered.html;
    });
    return { ...page, article: parts.join(''), headings };
  }

  function resolved(href: string, folder: string | null, from: string): string {
    if (/^(#|[a-z]+:)/.test(href)) return href;
    if (folder === null) return relativeTo(from, href);
    const [path = '', anchor] = href.split('#');
    const file = posix.join(path.startsWith('/') ? '' : folder, path).replaceAll(/^\/|\/$/g, '');
    const target = targetOf(file);
    if (target === undefined) return href;
    return relativeTo(from, anchor === undefined ? target : `${target.split('#')[0]}#${anchor}`);
  }

  function targetOf(file: string): string | undefined {
    const known = targets.get(file) ?? targets.get(`${file}/README.md`);
    if (known !== undefined || !repository.has(file)) return known;
    const draft = sourcePage(file, repository);
    know(draft);
    waiting.push(draft);
    return draft.path;
  }
}

const causeIds = new Set<string>(causes.map(({ id }) => id));

function pageOf(code: string, commands: readonly CommandReference[]): string | undefined {
  if (causeIds.has(code)) return causePath(code);
  const command = commandAt(code, commands);
  return command && commandPath(command.name);
}
