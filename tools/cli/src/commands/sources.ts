import { relative, resolve } from 'node:path';
import type { ScanOptions } from '@watertight/codemods';
import { CodedError, type ScanResult } from '@watertight/evidence';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

/** What is typed to `scan` and `fix` alike. */
export interface SourceArguments {
  readonly path: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly since?: string;
  readonly changed?: boolean;
  /** False for `--no-config`. */
  readonly config?: string | boolean;
  /** False for `--no-suppressions`. */
  readonly suppressions?: boolean;
}

/** The sources that are meant, and which of their findings. */
export async function sourceOptions(typed: SourceArguments, tools: Tools, world: World): Promise<ScanOptions> {
  const { changedFiles, loadConfig, loadSuppressions } = await tools.settings();
  const path = resolve(world.cwd, typed.path);
  const named = typeof typed.config === 'string' ? resolve(world.cwd, typed.config) : undefined;
  const config = typed.config === false ? undefined : loadConfig(path, named);
  const since = sinceOf(typed);
  return {
    path,
    ...(typed.only && { only: typed.only }),
    ...(typed.skip && { skip: typed.skip }),
    ...(config && { config }),
    ...(since !== undefined && { changed: changedFiles(path, since) }),
    ...(typed.suppressions !== false && { suppressions: loadSuppressions(path, config) }),
  };
}

function sinceOf({ since, changed }: SourceArguments): string | undefined {
  if (since !== undefined && changed) {
    throw new CodedError('USAGE', 'expected --since or --changed, got both; --changed is --since HEAD');
  }
  return changed ? 'HEAD' : since;
}

/** What a person should know beside the findings. */
export function notesOnSources(result: ScanResult, { suppressions }: ScanOptions, { cwd }: World): string[] {
  const { comments = [], skipped = [], suppressed = 0, staleSuppressions = 0 } = result;
  const file = suppressions && relative(cwd, suppressions.path);
  return [
    ...comments.map(({ file: place, line, problem }) => `the comment in ${place}:${line}: ${problem}`),
    ...skipped.map(
      ({ reason, files, examples }) => `left out ${count(files, `${reason} file`)}: ${listed(examples, files)}`,
    ),
    ...(suppressed > 0 ? [`${count(suppressed, 'finding')} accepted by ${file}; --no-suppressions shows them`] : []),
    ...(staleSuppressions > 0
      ? [
          `${file} expects ${count(staleSuppressions, 'finding')} more than there are; mend it with \`watertight scan --prune\``,
        ]
      : []),
  ];
}

function listed(examples: readonly string[], all: number): string {
  return all > examples.length ? `${examples.join(', ')} and ${all - examples.length} more` : examples.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
