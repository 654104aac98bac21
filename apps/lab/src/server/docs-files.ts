import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPage, type PageFile } from './page-files.ts';

/** The file at a path below `/docs`, if there is one. */
export type Docs = (path: string) => PageFile | undefined;

/** The documentation from the first folder that has it; else a page that says how it is built, whatever is asked for. */
export function docsIn(folders: readonly string[]): Docs {
  const folder = folders.find((each) => existsSync(join(each, 'index.html')));
  if (folder === undefined) return () => notBuilt;
  // Read once, like the page: no request leads to the file system.
  const files = readPage(folder);
  return (path) => files.get(path === '/index.html' ? '/' : path);
}

const notBuilt: PageFile = {
  body: Buffer.from(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The documentation is not built</title>
</head>
<body>
<main>
<h1>The documentation is not built</h1>
<p>Run <code>npm run docs</code> in the repository, then start the lab again.</p>
</main>
</body>
</html>
`),
  type: 'text/html; charset=utf-8',
  isHashed: false,
  status: 404,
};
