import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileEdit, NeededDependency } from '@watertight/codemods';
import { isInside } from './paths.ts';
import { workspaceRootOf, type TargetCopy } from './target-copy.ts';

/**
 * Makes a package that a rewrite imports resolvable in the copy, from what the original has installed anywhere.
 *
 * @returns the advice to install it where no version that fits is installed, else nothing
 */
export function provideDependency(dependency: NeededDependency, file: string, copy: TargetCopy): string | undefined {
  const from = dirname(join(copy.cwd, file));
  const resolved = resolvePackage(dependency.name, from);
  if (resolved && fits(resolved, dependency)) return undefined;
  const packageFolder = packageFolderOf(from, copy);
  const installed = isListed(dependency.name, packageFolder)
    ? undefined
    : installedAnywhere(dependency, copy.originalRoot);
  const isLinked = installed !== undefined && linkPackage(dependency.name, installed, packageFolder);
  return isLinked ? undefined : `needs ${dependency.name}, which is not installed: ${installCommand(dependency)}`;
}

/** Whether `provideDependency` could make a package resolvable, as far as that is known before there is a copy. */
export function isInstalled(dependency: NeededDependency, root: string): boolean {
  const folder = dirname(join(root, dependency.packageJson ?? 'package.json'));
  const resolved = resolvePackage(dependency.name, folder);
  if (resolved && fits(resolved, dependency)) return true;
  return !isListed(dependency.name, folder) && installedAnywhere(dependency, workspaceRootOf(root)) !== undefined;
}

/** The commands that add what the rewrites import and no `package.json` lists yet. */
export function commandsToInstall(dependencies: readonly NeededDependency[], root: string): string[] {
  return dependencies
    .filter(({ name, packageJson }) => packageJson === null || !isListed(name, dirname(join(root, packageJson))))
    .map((dependency) => `${installCommand(dependency)}${placeOf(dependency)}`);
}

export function installCommand({ name, version }: NeededDependency): string {
  return `npm install ${name}@${version}`;
}

function placeOf({ packageJson }: NeededDependency): string {
  const folder = dirname(packageJson ?? '');
  return folder === '.' ? '' : ` (in ${folder})`;
}

/** The edit that lists a package in `package.json`; nothing where it is listed already. */
export function listDependency({ name, version, packageJson }: NeededDependency, root: string): FileEdit | undefined {
  if (packageJson === null) return undefined;
  const before = readFileSync(join(root, packageJson), 'utf8');
  const content = JSON.parse(before) as PackageContent;
  if (lists(content, name)) return undefined;
  const listed = Object.entries({ ...content['dependencies'], [name]: version }).sort(([a], [b]) => (a < b ? -1 : 1));
  const changed = { ...content, dependencies: Object.fromEntries(listed) };
  const indent = /^([ \t]+)"/m.exec(before)?.[1] ?? '  ';
  const end = before.endsWith('\n') ? '\n' : '';
  return { file: packageJson, before, after: JSON.stringify(changed, null, indent) + end };
}

type PackageContent = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

function lists(content: PackageContent, name: string): boolean {
  const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  return sections.some((section) => content[section]?.[name] !== undefined);
}

/** The author has chosen a version: another one in its place would prove nothing. */
function isListed(name: string, packageFolder: string): boolean {
  const path = join(packageFolder, 'package.json');
  return existsSync(path) && lists(JSON.parse(readFileSync(path, 'utf8')) as PackageContent, name);
}

function resolvePackage(name: string, folder: string): string | undefined {
  const candidate = join(folder, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return candidate;
  const parent = dirname(folder);
  return parent === folder ? undefined : resolvePackage(name, parent);
}

/** The same major version, and not an older one: a rewrite is written against an interface. */
function fits(packageFolder: string, { version }: NeededDependency): boolean {
  const [wanted, found] = [versionNumbers(version), versionNumbers(installedVersion(packageFolder))];
  if (wanted[0] !== found[0]) return false;
  return wanted[1] < found[1] || (wanted[1] === found[1] && wanted[2] <= found[2]);
}

function versionNumbers(version: string): [major: number, minor: number, patch: number] {
  const [major = 0, minor = 0, patch = 0] = (/\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
  return [major, minor, patch];
}

function installedVersion(packageFolder: string): string {
  return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version?: string }).version ?? '';
}

function installedAnywhere(dependency: NeededDependency, workspaceRoot: string): string | undefined {
  return nodeModulesIn(workspaceRoot)
    .map((folder) => join(folder, dependency.name))
    .find((folder) => existsSync(join(folder, 'package.json')) && fits(folder, dependency));
}

/** The packages of the root first, then those of each workspace package. */
function nodeModulesIn(folder: string, depth = 0): string[] {
  if (depth > 5) return [];
  const here = join(folder, 'node_modules');
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .flatMap((entry) => nodeModulesIn(join(folder, entry.name), depth + 1));
  return existsSync(here) ? [here, ...below] : below;
}

function packageFolderOf(folder: string, copy: TargetCopy): string {
  const isEnough = existsSync(join(folder, 'package.json')) || !isInside(dirname(folder), copy.root);
  return isEnough ? folder : packageFolderOf(dirname(folder), copy);
}

function linkPackage(name: string, installed: string, packageFolder: string): boolean {
  const packages = join(packageFolder, 'node_modules');
  mkdirSync(packages, { recursive: true });
  // A folder of packages can itself be a link, and lead out of the copy.
  if (realpathSync(packages) !== packages) return false;
  const link = join(packages, name);
  mkdirSync(dirname(link), { recursive: true });
  // Only the link of the copy goes: the package that it led to belongs to the original.
  rmSync(link, { force: true });
  symlinkSync(realpathSync(installed), link);
  return true;
}
