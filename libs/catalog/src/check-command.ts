import type { Cause } from './cause.ts';

/**
 * The command that shows the cause on the leaky server, as a person would type it in the repository's root.
 *
 * @example
 * checkCommand(unclosedFile);
 * // npx watertight check --route 'GET /pages/0' -- node apps/leaky-server/dist/main.js --cause unclosed-file
 */
export function checkCommand(cause: Cause): string {
  const { method = 'GET', path, headers = {}, scenario } = cause.workload;
  const load =
    scenario === undefined
      ? `--route '${method} ${path}'`
      : `--scenario libs/catalog/src/causes/${cause.id}/${scenario}`;
  const headerFlags = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`);
  return [
    `npx watertight check ${load}`,
    ...headerFlags,
    `-- node apps/leaky-server/dist/main.js --cause ${cause.id}`,
  ].join(' ');
}
