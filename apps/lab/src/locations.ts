import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `src` and `dist` lie side by side, so these lead to what was built from either.

/** What is loaded into the process of an exercise. */
export const reporterUrl = new URL('../dist/exercise/reporter.js', import.meta.url);

/** The built page. */
export const pageFolder = fileURLToPath(new URL('../page/dist', import.meta.url));

/** The built documentation: beside the lab, where it brings its own, or where the workspace builds it. */
export const docsFolders = ['../docs', '../../../dist/docs'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** The folder of a package that exercises import: beside the lab, where it brings its own, or where the catalog finds it. */
export function packageFolder(name: string): string | null {
  const own = fileURLToPath(new URL('../exercise-modules', import.meta.url));
  const catalog = dirname(createRequire(import.meta.url).resolve('@watertight/catalog/package.json'));
  return [own, ...ancestorsOf(catalog)].map((folder) => join(folder, 'node_modules', name)).find(existsSync) ?? null;
}

function ancestorsOf(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}
