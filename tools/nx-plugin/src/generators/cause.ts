import type { Tree } from '@nx/devkit';
import { causeFiles, camelCase } from './cause-files.ts';

export interface CauseSchema {
  readonly id: string;
  readonly title?: string;
}

const causesFile = 'libs/catalog/src/causes.ts';
const exercisesFile = 'libs/catalog/src/exercises.ts';
const rulesFile = 'tools/codemods/src/rules/index.ts';

/** Begins a cause of Watertight's own catalog: every file of it, and its places in the tables. Its specs fail until it is filled in. */
export default function cause(tree: Tree, { id, title = id.replaceAll('-', ' ') }: CauseSchema): void {
  for (const file of [causesFile, exercisesFile, rulesFile]) {
    if (!tree.exists(file)) throw new Error(`expected the workspace of Watertight, found no ${file}; run this there`);
  }
  const folder = `libs/catalog/src/causes/${id}`;
  if (tree.exists(folder)) throw new Error(`expected a new cause, found ${folder}; choose another id`);
  for (const [path, text] of Object.entries(causeFiles(id, title))) tree.write(path, text);
  const name = camelCase(id);
  change(tree, causesFile, (text) =>
    withEntry(withImport(text, `import { ${name} } from './causes/${id}/cause.ts';`), /\n\] as const/, `\n  ${name},`),
  );
  change(tree, exercisesFile, (text) =>
    withEntry(
      withImport(text, `import { ${name}Exercise } from './causes/${id}/exercise.ts';`),
      /\n\};\n/,
      `\n  '${id}': ${name}Exercise,`,
    ),
  );
  change(tree, rulesFile, (text) =>
    withEntry(withImport(text, `import { ${name} } from './${id}/rule.ts';`), /\n\} as const/, `\n  '${id}': ${name},`),
  );
}

function change(tree: Tree, file: string, edit: (text: string) => string): void {
  tree.write(file, edit(tree.read(file, 'utf8') ?? ''));
}

/** After the imports that sort before it. */
function withImport(text: string, line: string): string {
  const lines = text.split('\n');
  const imports = lines.flatMap((one, at) => (/^import \{ \w+ \} from '\.\//.test(one) ? [at] : []));
  const before = imports.filter((at) => pathOf(lines[at]!) < pathOf(line)).at(-1);
  lines.splice((before ?? (imports[0] ?? 0) - 1) + 1, 0, line);
  return lines.join('\n');
}

const pathOf = (line: string) => /from '([^']+)'/.exec(line)?.[1] ?? '';

function withEntry(text: string, end: RegExp, entry: string): string {
  if (!end.test(text))
    throw new Error(`expected a table that ends with ${end.source}, found none; add ${entry.trim()} by hand`);
  return text.replace(end, (found) => `${entry}${found}`);
}
