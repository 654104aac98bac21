import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { causes } from './causes.ts';
import { withPageHeader } from './page-header.ts';
import { sampleFile } from './sample-file.ts';

// Rewrites the head of every reference page from its `cause.ts`; with `--check` it only names the pages that are behind.
const isCheck = process.argv.includes('--check');

for (const cause of causes) {
  const file = join(dirname(sampleFile(cause.id, 'leaky')), 'README.md');
  const page = readFileSync(file, 'utf8');
  const updated = withPageHeader(page, cause);
  if (updated === page) continue;
  if (!isCheck) {
    writeFileSync(file, updated);
    continue;
  }
  process.stderr.write(`${file} is behind its cause.ts; run npm run page-headers -w @watertight/catalog\n`);
  process.exitCode = 1;
}
