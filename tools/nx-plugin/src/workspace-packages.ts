import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a folder is a package of the workspace: others, such as fixtures, have a `package.json` too and are no project. */
export function workspacePackages(workspaceRoot: string): (folder: string) => boolean {
  const patterns = [...ofNpm(workspaceRoot), ...ofPnpm(workspaceRoot)];
  const [without, within] = [true, false].map((isLeftOut) =>
    patterns.filter((one) => one.startsWith('!') === isLeftOut).map((one) => asRegExp(one.replace(/^!/, ''))),
  );
  return (folder) => within!.some((one) => one.test(folder)) && !without!.some((one) => one.test(folder));
}

function ofNpm(root: string): string[] {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return [];
  const { workspaces = [] } = JSON.parse(readFileSync(file, 'utf8')) as {
    workspaces?: string[] | { packages?: string[] };
  };
  return Array.isArray(workspaces) ? workspaces : (workspaces.packages ?? []);
}

/** The list under `packages:`, which is all that such a file need have. */
function ofPnpm(root: string): string[] {
  const file = join(root, 'pnpm-workspace.yaml');
  if (!existsSync(file)) return [];
  const [, list = ''] = /^packages:\s*\n((?:[ \t]*(?:-.*|#.*)?(?:\n|$))*)/m.exec(readFileSync(file, 'utf8')) ?? [];
  return [...list.matchAll(/^\s*-\s*['"]?([^'"#\n]+?)['"]?\s*(?:#.*)?$/gm)].map(([, pattern]) => pattern!);
}

function asRegExp(pattern: string): RegExp {
  const segments = pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  const parts = segments.map((one) =>
    one === '**' ? '.+' : one.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*'),
  );
  return new RegExp(`^${parts.join('/')}$`);
}
