import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ruleFindings } from './content/rule-findings.ts';
import { filesOfSite } from './files-of-site.ts';
import { Repository } from './repository.ts';
import { buildSite } from './site.ts';

const repository = new Repository();
const folder = join(repository.root, 'dist/docs');
const startedMs = performance.now();
const { pages } = buildSite(repository, ruleFindings());
const files = await filesOfSite(pages);
rmSync(folder, { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const megabytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
const firstLoad = ['index.html', 'style.css', 'docs.js', 'icon.svg'].reduce(
  (sum, path) => sum + gzipSync(files.get(path)!).length,
  0,
);
process.stdout.write(
  `${pages.length + 1} pages, ${megabytes.toFixed(1)} MB, in ${((performance.now() - startedMs) / 1000).toFixed(1)} s; the first of them loads ${Math.round(firstLoad / 1000)} kB compressed\n` +
    `open ${join(folder, 'index.html')}, or the lab at /docs/\n`,
);
