/** Parts of the documentation, in the order of its contents. */
export const groups = {
  guides: 'Guides',
  concepts: 'Concepts',
  causes: 'Causes',
  lessons: 'Lessons',
  commands: 'Commands',
  reference: 'Reference',
  libraries: 'Libraries',
  project: 'Project',
} as const;

export type Group = keyof typeof groups;

/**
 * A piece of a page: Markdown, whose links are relative to its folder in the repository or, without one, to the root of
 * the site; or HTML of ours.
 */
export type Block =
  | { readonly kind: 'markdown'; readonly text: string; readonly folder: string | null }
  | { readonly kind: 'html'; readonly html: string };

export const markdown = (text: string, folder: string | null = ''): Block => ({ kind: 'markdown', text, folder });
export const html = (text: string): Block => ({ kind: 'html', html: text });

/** A page before it is rendered: links can be resolved only when all pages are known. */
export interface Draft {
  /** Where it lies in the site: `causes/unbounded-cache.html`. */
  readonly path: string;
  readonly title: string;
  /** How the contents call it, where the title is too long for that. */
  readonly shortTitle?: string;
  /** Null for the source files that pages link to: they are not in the contents. */
  readonly group: Group | null;
  /** One sentence for lists and search engines. */
  readonly description: string;
  /** Files of the repository that it shows, each with the anchor it is at; links to them lead here. */
  readonly shows: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
}

export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

/** A page as it is written. */
export interface Page extends Omit<Draft, 'blocks'> {
  readonly article: string;
  readonly headings: readonly Heading[];
}

/** The relative address of one page as seen from another. */
export function relativeTo(from: string, to: string): string {
  const [path = '', anchor] = to.split('#');
  if (path === from && anchor !== undefined) return `#${anchor}`;
  const fromFolders = from.split('/').slice(0, -1);
  const toParts = path.split('/');
  let shared = 0;
  while (shared < fromFolders.length && shared < toParts.length - 1 && fromFolders[shared] === toParts[shared])
    shared += 1;
  const up = '../'.repeat(fromFolders.length - shared);
  return `${up}${toParts.slice(shared).join('/')}${anchor === undefined ? '' : `#${anchor}`}`;
}
