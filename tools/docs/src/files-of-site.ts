import { jsonSchemas } from '@watertight/evidence';
import { assets } from './assets.ts';
import { schemaFile } from './content/reference.ts';
import { contentsArticle } from './layout/contents.ts';
import { layout } from './layout/layout.ts';
import type { Page } from './page.ts';

const contentsPath = 'contents.html';

/** Every file of the site, by its path in it. */
export async function filesOfSite(pages: readonly Page[]): Promise<ReadonlyMap<string, string>> {
  const contents: Page = {
    path: contentsPath,
    title: 'Contents',
    group: null,
    description: 'All pages of the documentation.',
    shows: {},
    article: contentsArticle(pages, contentsPath),
    headings: [],
  };
  const written = [...pages, contents].map((page) => [page.path, layout(page, pages)] as const);
  const schemas = Object.entries(jsonSchemas()).map(
    ([name, schema]) => [schemaFile(name), `${JSON.stringify(schema, null, 2)}\n`] as const,
  );
  return new Map([...written, ...schemas, ...(await assets(pages))]);
}
