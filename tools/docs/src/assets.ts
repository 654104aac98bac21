import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { searchIndex } from './search-index.ts';
import type { Page } from './page.ts';

// The scripts of the pages are built from their sources, beside which this lies built or not.
const source = (name: string) => fileURLToPath(new URL(`../src/page/${name}`, import.meta.url));

/** What pages load beside themselves, by file name: one style, one small script, and the search with its index. */
export async function assets(pages: readonly Page[]): Promise<ReadonlyMap<string, string>> {
  const [style, docs, search] = await Promise.all([bundled('site.css'), bundled('docs.ts'), bundled('search.ts')]);
  // Not as JSON beside it: a page that was opened from a folder may load scripts, and nothing else.
  const index = `globalThis.watertightSearchIndex=${JSON.stringify(searchIndex(pages))};\n`;
  return new Map([
    ['style.css', style],
    ['docs.js', docs],
    ['search.js', index + search],
    ['icon.svg', readFileSync(createRequire(import.meta.url).resolve('@watertight/page-parts/icon.svg'), 'utf8')],
  ]);
}

async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [source(name)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    conditions: ['@watertight/source'],
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}
