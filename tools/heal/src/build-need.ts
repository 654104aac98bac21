import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { CodedError } from '@watertight/evidence';

/**
 * Whether a command runs built files, so that a rewritten TypeScript source takes effect only after a build.
 * Read from the command itself: a loader or a `.ts` entry runs the source; a `.js` entry does not.
 */
export function runsBuiltFiles(command: readonly string[], cwd: string): boolean {
  const words = withScripts(command, cwd);
  if (words.some(runsTypeScript)) return false;
  return words.some((word) => builtEntry(word, cwd));
}

/**
 * @throws {CodedError} `BUILD_NEEDED` where a TypeScript file is to be rewritten, built files run, and no build is known
 */
export function requireBuild(
  options: { command: readonly string[]; build?: string },
  cwd: string,
  files: readonly string[],
): void {
  const source = files.find((file) => /\.[cm]?tsx?$/.test(file));
  if (!source || options.build || !runsBuiltFiles(options.command, cwd)) return;
  const advice = 'build' in scriptsOf(cwd) ? `--build 'npm run build'` : `--build 'npx tsc -b', or what builds it`;
  throw new CodedError(
    'BUILD_NEEDED',
    `a rewrite of ${source} takes effect only after a build, as ${options.command.join(' ')} runs built files; pass ${advice}`,
  );
}

/** The words of the command, and those of the package scripts that it starts (`npm start`, `yarn run dev`). */
function withScripts(command: readonly string[], cwd: string, depth = 0): string[] {
  const script = scriptsOf(cwd)[startedScript(command) ?? ''];
  if (script === undefined || depth > 5) return [...command];
  return script.split(/&&|\|\||;/).flatMap((part) => withScripts(part.trim().split(/\s+/), cwd, depth + 1));
}

function startedScript([tool = '', ...rest]: readonly string[]): string | undefined {
  if (!/(^|\/)(npm|pnpm|yarn|bun)$/.test(tool)) return undefined;
  return rest.filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'run-script')[0];
}

function scriptsOf(cwd: string): Readonly<Record<string, string>> {
  return readPackage(cwd).scripts ?? {};
}

function readPackage(folder: string): { scripts?: Record<string, string>; main?: string } {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts?: Record<string, string> };
  } catch {
    return {};
  }
}

function runsTypeScript(word: string): boolean {
  const isLoader = /(^|[/=@])(tsx|ts-node(-dev)?|swc-node|esbuild-register|vite-node|jiti|esno|bun|deno)\b/.test(word);
  return isLoader || /^--experimental-(strip|transform)-types$/.test(word) || /\.[cm]?tsx?$/.test(word);
}

/** `dist/main.js`, and what Node makes of `dist/main`, `dist` and `.`. */
function builtEntry(word: string, cwd: string): boolean {
  if (word.startsWith('-')) return false;
  const path = resolve(cwd, word);
  if (/\.[cm]?js$/.test(word)) return true;
  if (existsSync(`${path}.js`)) return true;
  if (!existsSync(path) || !statSync(path).isDirectory()) return false;
  const { main = 'index.js' } = readPackage(path);
  return ['', '.js', '.cjs', '.mjs'].includes(extname(main)) && existsSync(join(path, main));
}
