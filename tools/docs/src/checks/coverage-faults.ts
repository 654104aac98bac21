import { causes } from '@watertight/catalog';
import type { CommandReference } from 'watertight/command-reference';
import { causePath } from '../content/causes.ts';
import { commandPath } from '../content/commands.ts';
import { lessonPath } from '../content/lessons.ts';
import type { Page } from '../page.ts';
import type { Fault } from './fault.ts';

/** Causes and commands without a page, pages that no list names, and pages without a title or a description. */
export function* coverageFaults(pages: readonly Page[], commands: readonly CommandReference[]): Iterable<Fault> {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const needed: [what: string, path: string, list: string][] = [
    ...causes.map(({ id }) => [`the cause ${id}`, causePath(id), 'causes/index.html'] as [string, string, string]),
    ...causes.map(
      ({ id }) => [`the lesson of ${id}`, lessonPath(id), 'lessons/index.html'] as [string, string, string],
    ),
    ...commands.map(({ name }) => [name, commandPath(name), 'commands/index.html'] as [string, string, string]),
  ];
  for (const [what, path, list] of needed) {
    if (!byPath.has(path)) yield { file: path, message: `${what} has no page` };
    if (!byPath.get(list)?.article.includes(`href="${path.split('/').at(-1)!}"`))
      yield { file: list, message: `${what} is not listed` };
  }
  for (const { path, title, description } of pages) {
    if (title === '') yield { file: path, message: 'a page has no title; begin it with a heading' };
    if (description === '') yield { file: path, message: 'a page has no description; begin it with a sentence' };
  }
}
