import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a build command, or the package script that it names, runs the type checker. */
export function checksTypes(command: string, cwd: string): boolean {
  if (/\b(tsc|vue-tsc|tsgo)\b/.test(command)) return true;
  const [, script] = /\b(?:npm|pnpm|yarn)\s+(?:run\s+)?([\w:.-]+)/.exec(command) ?? [];
  if (script === undefined) return false;
  try {
    const { scripts = {} } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    return /\b(tsc|vue-tsc|tsgo)\b/.test(scripts[script] ?? '');
  } catch {
    return false;
  }
}
