import type { Cause } from './cause.ts';

const begin = '<!-- begin generated header -->';
const end = '<!-- end generated header -->';

const articlePoints = {
  1: 'circular references',
  2: 'global variables and shared state',
  3: 'unclosed files and connections',
  4: 'middleware that keeps requests',
  5: 'third-party extensions',
} as const satisfies Record<Cause['article'], string>;

/** The head of a cause's reference page: what `cause.ts` says, between two markers. */
export function renderPageHeader(cause: Cause): string {
  return [
    begin,
    '',
    `# ${cause.title}`,
    '',
    `**Id** \`${cause.id}\` · **Category** ${cause.category} · **Point ${cause.article}** ${articlePoints[cause.article]}`,
    '',
    `${cause.mechanism}`,
    '',
    end,
  ].join('\n');
}

/** The page with its head brought up to date; a page without markers gets one at its top. */
export function withPageHeader(page: string, cause: Cause): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  const header = renderPageHeader(cause);
  if (from === -1 || to < from) return `${header}\n\n${page}`;
  return page.slice(0, from) + header + page.slice(to + end.length);
}
