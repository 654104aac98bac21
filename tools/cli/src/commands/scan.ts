import { relative } from 'node:path';
import type { ScanOptions } from '@watertight/codemods';
import { CodedError, type ScanResult } from '@watertight/evidence';
import { statsTable } from '../output/stats-table.ts';
import type { Settings, Tools } from '../tools.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcome.ts';
import { notesOnSources, sourceOptions, type SourceArguments } from './sources.ts';

export interface ScanArguments extends SourceArguments {
  readonly cache?: boolean;
  readonly cacheFolder?: string;
  readonly explain?: boolean;
  readonly stats?: boolean;
  readonly suppressAll?: boolean;
  readonly prune?: boolean;
}

/** Finds the leaks that are seen in source: 1 where one of them is sure enough to act on. */
export async function scan(typed: ScanArguments, tools: Tools, world: World): Promise<Outcome> {
  refuseContradictions(typed);
  const options = await sourceOptions(typed, tools, world);
  const settings = await tools.settings();
  const isRewriting = typed.suppressAll === true || typed.prune === true;
  const result = isRewriting
    ? await rewriteSuppressions(typed, options, settings, (all) => findLeaks(typed, all, tools))
    : await findLeaks(typed, options, tools);
  const isActedOn = result.findings.some(({ confidence }) => confidence !== 'low');
  return {
    report: { kind: 'scan', result },
    root: settings.rootOf(options.path),
    isVerbose: typed.explain === true,
    exitStatus: isActedOn ? 1 : 0,
    notes: [
      ...(isRewriting ? [`wrote ${relative(world.cwd, options.suppressions?.path ?? '')}`] : []),
      ...notesOnSources(result, options, world),
    ],
    ...(typed.stats && { details: statsTable(result) }),
  };
}

function refuseContradictions({ suppressAll, prune, since, changed, suppressions }: ScanArguments): void {
  const [writing] = [suppressAll && '--suppress-all', prune && '--prune'].filter((each) => typeof each === 'string');
  if (writing === undefined) return;
  const other = [
    suppressAll && prune && '--prune',
    since !== undefined && '--since',
    changed && '--changed',
    suppressions === false && '--no-suppressions',
  ].find((each) => typeof each === 'string');
  if (other === undefined) return;
  throw new CodedError('USAGE', `expected ${writing} without ${other}: it speaks of all findings; leave one out`);
}

async function findLeaks(typed: ScanArguments, options: ScanOptions, tools: Tools): Promise<ScanResult> {
  const isAsked = typed.cacheFolder !== undefined || options.config?.config.cache === true;
  if (!(typed.cache ?? isAsked)) return tools.scan(options);
  return (await tools.settings()).cachedScan({ ...options, cacheFolder: typed.cacheFolder });
}

/** Writes the findings of today to the suppressions file, or only takes out what is no more. */
async function rewriteSuppressions(
  { prune = false }: ScanArguments,
  options: ScanOptions,
  { chosenCauses, nextSuppressions, rootOf, selectFindings, writeSuppressions }: Settings,
  find: (options: ScanOptions) => Promise<ScanResult>,
): Promise<ScanResult> {
  const { suppressions, ...all } = options;
  if (!suppressions) throw new CodedError('USAGE', 'expected a suppressions file to write');
  const result = await find(all);
  const root = rootOf(options.path);
  const ran = chosenCauses(options, options.config?.config.rules);
  const next = nextSuppressions(result, root, suppressions, { ran, prune });
  writeSuppressions(next);
  return selectFindings(result, root, { suppressions: next });
}
