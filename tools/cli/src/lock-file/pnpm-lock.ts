import type { DirectDependency, LockedPackage, LockFile } from './lock-file.ts';
import { readYaml } from './yaml.ts';

type Refs = Readonly<Record<string, string | { readonly version: string }>>;

interface Importer {
  readonly dependencies?: Refs;
  readonly devDependencies?: Refs;
  readonly optionalDependencies?: Refs;
}

interface PnpmLock extends Importer {
  /** One for each package of the workspace; the lock file itself stands for the only one where it is absent. */
  readonly importers?: Readonly<Record<string, Importer>>;
  readonly packages?: Readonly<Record<string, Importer & { readonly name?: string; readonly version?: string }>>;
  /** From version 9 on the dependencies of packages stand here. */
  readonly snapshots?: Readonly<Record<string, Importer>>;
}

/** `pnpm-lock.yaml` of versions 5 to 9. */
export function readPnpmLock(text: string): LockFile {
  const { value: lock, lineOf } = readYaml<PnpmLock>(text);
  const entries = Object.entries(lock.packages ?? {});
  const packages = entries.map(([key, entry]): LockedPackage => {
    const { name, version } = packageIn(key);
    return {
      id: `${name}@${version}`,
      name: entry.name ?? name,
      version: entry.version ?? version,
      line: lineOf(['packages', key]),
      needs: idsOf(entry.dependencies, entry.optionalDependencies),
    };
  });
  const needsInSnapshots = new Map<string, string[]>();
  for (const [key, entry] of Object.entries(lock.snapshots ?? {})) {
    const { name, version } = packageIn(key);
    const id = `${name}@${version}`;
    const needs = idsOf(entry.dependencies, entry.optionalDependencies);
    needsInSnapshots.set(id, [...(needsInSnapshots.get(id) ?? []), ...needs]);
  }
  return {
    format: 'pnpm',
    packages: packages.map((one) => ({ ...one, needs: [...one.needs, ...(needsInSnapshots.get(one.id) ?? [])] })),
    direct: Object.values(lock.importers ?? { '.': lock }).flatMap(directOf),
  };
}

function directOf({ dependencies, optionalDependencies, devDependencies }: Importer): DirectDependency[] {
  return [
    ...idsOf(dependencies, optionalDependencies).map((id) => ({ id, isForDevelopment: false })),
    ...idsOf(devDependencies).map((id) => ({ id, isForDevelopment: true })),
  ];
}

function idsOf(...all: readonly (Refs | undefined)[]): string[] {
  return all
    .flatMap((refs) => Object.entries(refs ?? {}))
    .map(([name, ref]) => [name, typeof ref === 'string' ? ref : ref.version] as const)
    .filter(([, ref]) => !/^(?:link|file|workspace):/.test(ref))
    .map(([name, ref]) => idOf(name, ref));
}

// `1.0.0`, `1.0.0(react@18.0.0)`, `1.0.0_react@18.0.0`; of an alias `/other@1.0.0`, `other@1.0.0` or `/other/1.0.0`.
function idOf(name: string, ref: string): string {
  const isVersion = /^\d/.test(ref);
  const { name: named, version } = packageIn(isVersion ? `${name}@${ref}` : ref);
  return `${named}@${version}`;
}

/** `/mem/3.0.1_peer`, `/mem@3.0.1(peer)`, `mem@3.0.1(peer)`: the way it is written differs from version to version. */
function packageIn(key: string): { readonly name: string; readonly version: string } {
  const plain = key.replace(/^\//, '').replace(/\(.*$/s, '');
  const [, name = plain, version = ''] = /^((?:@[^/@]+\/)?[^/@]+)[@/](.+)$/.exec(plain) ?? [];
  return { name, version: /^\d/.test(version) ? version.replace(/_.*$/s, '') : version };
}
