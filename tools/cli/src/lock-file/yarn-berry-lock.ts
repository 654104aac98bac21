import type { DirectDependency, LockedPackage, LockFile } from './lock-file.ts';
import { nameInSpec, partsOf } from './spec.ts';
import { readYaml } from './yaml.ts';
import type { Manifest } from './yarn-classic-lock.ts';

interface Entry {
  readonly version?: string;
  readonly resolution?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** `yarn.lock` of Yarn 2 and later, which is YAML; what is for development only, the project's own `package.json` says. */
export function readYarnBerryLock(text: string, { devDependencies = {} }: Manifest): LockFile {
  const { value, lineOf } = readYaml<Record<string, Entry>>(text);
  const entries = Object.entries(value).filter(([key]) => key !== '__metadata');
  const bySpec = new Map(entries.flatMap(([key]) => key.split(/, */).map((spec) => [spec, key] as const)));
  // Whether a range names its protocol differs from version to version.
  const idOf = (name: string, range: string) => bySpec.get(`${name}@${range}`) ?? bySpec.get(`${name}@npm:${range}`);
  const needsOf = ({ dependencies }: Entry) =>
    Object.entries(dependencies ?? {}).flatMap(([name, range]) => idOf(name, range) ?? []);
  const isOwn = ({ resolution }: Entry) => partsOf(resolution ?? '').range.startsWith('workspace:');
  const packages = entries
    .filter(([, entry]) => !isOwn(entry))
    .map(([key, entry]): LockedPackage => ({
      id: key,
      name: nameInSpec(entry.resolution ?? key),
      version: String(entry.version ?? ''),
      line: lineOf([key]),
      needs: needsOf(entry),
    }));
  const isForDevelopment = ({ resolution }: Entry, name: string) =>
    resolution?.endsWith('@workspace:.') === true && Object.hasOwn(devDependencies, name);
  const direct = entries
    .filter(([, entry]) => isOwn(entry))
    .flatMap(([, entry]) =>
      Object.entries(entry.dependencies ?? {}).flatMap(([name, range]): DirectDependency[] => {
        const id = idOf(name, range);
        return id === undefined ? [] : [{ id, isForDevelopment: isForDevelopment(entry, name) }];
      }),
    );
  return { format: 'yarn-berry', packages, direct };
}
