import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { againstBaseline } from '@watertight/diagnosis';
import { CodedError, evidenceSchema, type Evidence } from '@watertight/evidence';
import { json } from '@watertight/reporters';
import { writeWholeFile } from '../output/write-file.ts';
import type { World } from '../world.ts';

export interface BaselineArguments {
  /** What an earlier `check` saved. */
  readonly baseline?: string;
  readonly saveBaseline?: string;
}

/** An earlier trial, read before the long one. */
export async function readBaseline({ baseline }: BaselineArguments, world: World): Promise<Evidence | undefined> {
  if (baseline === undefined) return undefined;
  const path = resolve(world.cwd, baseline);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CodedError(
      'PATH_NOT_FOUND',
      `expected a baseline at ${path}, but it cannot be read; make one with --save-baseline ${baseline} on the base branch`,
      { cause },
    );
  });
  const read = evidenceSchema.safeParse(parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message.toLowerCase()})` : '';
  throw new CodedError(
    'BASELINE_INVALID',
    `expected what \`check --save-baseline\` writes in ${path}, found something else${place}; make it anew`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Compared {
  readonly evidence: Evidence;
  readonly notes: readonly string[];
}

/** A trial against the baseline, where there is one, and what to bear in mind of the comparison. */
export function compare(evidence: Evidence, baseline: Evidence | undefined): Compared {
  if (!baseline) return { evidence, notes: [] };
  const [now, then] = [evidence.trial, baseline.trial];
  const [routesNow, routesThen] = [now, then].map(({ routes }) => [...routes].sort().join(', '));
  return {
    evidence: againstBaseline(evidence, baseline),
    notes: [
      ...(routesNow === routesThen
        ? []
        : [`the baseline loaded other routes (${routesThen}): only what is new is seen, not what grows more`]),
      ...(now.node.split('.')[0] === then.node.split('.')[0]
        ? []
        : [
            `the baseline was made with Node ${then.node.replace(/^v/, '')}: the same leak may have another size there`,
          ]),
      ...(baseline.verdict === 'inconclusive' ? ['the baseline is inconclusive: make it anew'] : []),
    ],
  };
}

/** Keeps a trial for later ones to be compared with, unless it could not tell or is worse than the last. */
export async function saveBaseline(
  evidence: Evidence,
  { saveBaseline: path }: BaselineArguments,
  world: World,
): Promise<string[]> {
  if (path === undefined) return [];
  const file = resolve(world.cwd, path);
  if (evidence.verdict === 'inconclusive') return [`no baseline is saved, as the trial is inconclusive`];
  if (evidence.baseline?.verdict === 'worse') return [`no baseline is saved, as the trial is worse than the last`];
  await writeWholeFile(file, json({ kind: 'check', result: withoutComparison(evidence) }));
  const { leaks } = evidence;
  const accepted = leaks.length === 0 ? '' : `, which accepts ${leaks.length} ${leaks.length === 1 ? 'leak' : 'leaks'}`;
  return [`the baseline is saved in ${relative(world.cwd, file)}${accepted}`];
}

function withoutComparison(evidence: Evidence): Evidence {
  const bare = structuredClone(evidence);
  delete bare.baseline;
  delete bare.budgets;
  for (const leak of bare.leaks) delete leak.change;
  return bare;
}

/** What is known already fails nothing; nor does what is just being accepted. */
export function statusWithBaseline(
  { verdict, baseline }: Evidence,
  status: 0 | 1 | 3,
  { saveBaseline: path }: BaselineArguments,
): 0 | 1 | 3 {
  if (verdict !== 'leaking') return status;
  if (baseline) return baseline.verdict === 'worse' ? 1 : 0;
  return path === undefined ? status : 0;
}
