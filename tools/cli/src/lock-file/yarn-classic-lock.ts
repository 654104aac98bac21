import type { DirectDependency, LockedPackage, LockFile } from './lock-file.ts';
import { nameInSpec } from './spec.ts';

/** What the project's own `package.json` names: a lock file of Yarn 1 does not say. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** `yarn.lock` of Yarn 1. */
export function readYarnClassicLock(text: string, manifest: Manifest): LockFile {
  const blocks = blocksIn(text);
  const bySpec = new Map(blocks.flatMap((block) => block.specs.map((spec) => [spec, block] as const)));
  const idOf = (spec: string) => bySpec.get(spec)?.id;
  const packages = blocks.map(({ id, specs, version, line, needs }): LockedPackage => ({
    id,
    name: nameInSpec(specs[0]!),
    version,
    line,
    needs: needs.flatMap((spec) => idOf(spec) ?? []),
  }));
  return { format: 'yarn-classic', packages, direct: directOf(packages, manifest, idOf) };
}

/** Beside what the manifest names, what nothing else needs: the workspaces name it. */
function directOf(
  packages: readonly LockedPackage[],
  manifest: Manifest,
  idOf: (spec: string) => string | undefined,
): DirectDependency[] {
  const named = (ranges: Manifest['dependencies'], isForDevelopment: boolean) =>
    Object.entries(ranges ?? {}).flatMap(([name, range]) => {
      const id = idOf(`${name}@${range}`);
      return id === undefined ? [] : [{ id, isForDevelopment }];
    });
  const direct = [
    ...named(manifest.dependencies, false),
    ...named(manifest.optionalDependencies, false),
    ...named(manifest.devDependencies, true),
  ];
  const known = new Set([...direct.map(({ id }) => id), ...packages.flatMap(({ needs }) => needs)]);
  const others = packages.filter(({ id }) => !known.has(id)).map(({ id }) => ({ id, isForDevelopment: false }));
  return [...direct, ...others];
}

interface Block {
  readonly id: string;
  readonly specs: readonly string[];
  readonly line: number;
  version: string;
  readonly needs: string[];
}

/** A block is a line of specs, `a@^1, a@^2:`, and indented lines below: `version "1.0.0"`, `dependencies:` with a list. */
function blocksIn(text: string): Block[] {
  const blocks: Block[] = [];
  let isInList = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, indent, content] = /^( *)(.*)$/.exec(line)!;
    const depth = indent!.length;
    if (depth === 0) {
      const specs = content!.replace(/:$/, '').split(/, */).map(unquoted);
      blocks.push({ id: specs[0]!, specs, line: index + 1, version: '', needs: [] });
      continue;
    }
    const block = blocks.at(-1);
    if (!block) throw new Error(`line ${index + 1} is indented below nothing`);
    if (depth === 2) isInList = /^(?:optionalD|d)ependencies:$/.test(content!);
    const [, key, value] = /^("[^"]+"|\S+) (.+)$/.exec(content!) ?? [];
    if (key === undefined || value === undefined) continue;
    if (depth === 2 && key === 'version') block.version = unquoted(value);
    if (depth === 4 && isInList) block.needs.push(`${unquoted(key)}@${unquoted(value)}`);
  }
  return blocks.filter(({ version }) => version !== '');
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');
