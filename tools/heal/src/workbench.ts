import { CodedError, type Evidence } from '@watertight/evidence';
import type { TrialOptions } from '@watertight/trial';
import { findVolatileParts, type VolatileParts } from './compare-responses.ts';
import type { HealOptions, HealTools } from './options.ts';
import { recordResponses, type RecordedResponse } from './record-responses.ts';
import { runShell, type ShellPlace, type ShellResult } from './shell.ts';
import { withState } from './state.ts';
import { relocate, workspaceRootOf, type TargetCopy } from './target-copy.ts';

/** A trial, and how the fresh target answered the first requests before it. */
export interface RecordedTrial {
  readonly evidence: Evidence;
  readonly responses: readonly RecordedResponse[];
}

/** The copy in which rewrites are tried. */
export interface Workbench {
  readonly options: HealOptions;
  readonly tools: HealTools;
  readonly copy: TargetCopy;
  readonly original: RecordedTrial;
  readonly report: (message: string, fraction: number) => void;
}

const recordedRequests = 30;

/** Runs the trial that all sides of a proof share: the same routes, rounds and connections. */
export async function runRecordedTrial(
  bench: Pick<Workbench, 'options' | 'tools'> & Partial<Workbench> & { readonly capEntries?: number },
  onProgress: NonNullable<TrialOptions['onProgress']>,
): Promise<RecordedTrial> {
  const { options, tools, copy, original, capEntries = 0 } = bench;
  let responses: readonly RecordedResponse[] = [];
  const evidence = await withState(options, placeOf(options, copy), () =>
    tools.runTrial({
      ...trialOptions(options, copy),
      // A trial chooses its rounds by the speed of the target: both sides of a proof have the same.
      ...(original && { requestsPerRound: original.evidence.trial.requestsPerRound }),
      ...(original && capEntries > 0 && { warmUpRequests: warmUpPastCap(original.evidence, capEntries) }),
      // The end of a trial is not the end.
      onProgress: (step) => (step.phase === 'stop' ? undefined : onProgress(step)),
      onListening: async (baseUrl) => {
        responses = await record(baseUrl, options, copy);
      },
    }),
  );
  return { evidence, responses };
}

const mostWarmUpRequests = 15_000;
const mostWarmUpMs = 60_000;

/** What was given a cap grows until it is reached: in all routes of a proof that is before its first round, within reason. */
export function warmUpPastCap({ trial }: Evidence, capEntries: number): number {
  const { warmUpRequests, rounds, requestsPerRound, durationMs } = trial;
  const affordable = ((warmUpRequests + rounds * requestsPerRound) / durationMs) * mostWarmUpMs;
  const filling = Math.min(trial.routes.length * capEntries, mostWarmUpRequests, Math.round(affordable));
  return warmUpRequests + filling;
}

/**
 * Makes sure that the untouched copy builds and runs, and finds what its responses do not share with those of the original:
 * that lies with the clock, with chance or with the place, not with a rewrite.
 */
export async function prepareCopy(bench: Workbench): Promise<VolatileParts> {
  const { options, tools, copy, original, report } = bench;
  report(`${options.build ? 'building and ' : ''}starting the untouched copy`, 0);
  const built = await buildCopy(bench);
  if (!built.ok) {
    throw new CodedError(
      'BUILD_FAILED',
      `${options.build} failed before anything was rewritten; mend it first:\n${built.output}`,
    );
  }
  if (options.test !== undefined) report('running its tests in the untouched copy', 0);
  const tested = await testCopy(bench);
  if (!tested.ok) {
    throw new CodedError(
      'TESTS_FAILED',
      `${options.test} failed before anything was rewritten; mend the tests first, or leave out --test:\n${tested.output}`,
    );
  }
  let again: readonly RecordedResponse[] = [];
  await withState(options, copy, () =>
    tools.withTarget(trialOptions(options, copy), async ({ baseUrl }) => {
      again = await record(baseUrl, options, copy);
    }),
  );
  return findVolatileParts(original.responses, again);
}

/** Builds the copy where a build is known. */
export async function buildCopy({ options, copy }: Pick<Workbench, 'options' | 'copy'>): Promise<ShellResult> {
  if (!options.build) return { ok: true, output: '' };
  return runShell(options.build, copy, { onOutput: options.onOutput, signal: options.signal });
}

/** Runs the target's own tests in the copy, on state of their own, where there are any. */
export async function testCopy({ options, copy }: Pick<Workbench, 'options' | 'copy'>): Promise<ShellResult> {
  const { test, onOutput, signal } = options;
  if (test === undefined) return { ok: true, output: '' };
  return withState(options, copy, () => runShell(test, copy, { onOutput, signal }));
}

function placeOf({ cwd }: HealOptions, copy: TargetCopy | undefined): ShellPlace {
  return copy ?? { cwd, root: workspaceRootOf(cwd) };
}

// What is set for healing means nothing to a trial, and its progress is another.
const healingOnly = [
  'unsafe',
  'write',
  'allowDirty',
  'build',
  'test',
  'setup',
  'teardown',
  'commit',
  'confirm',
  'onProgress',
  'onAdvice',
] as const satisfies readonly (keyof HealOptions)[];

function trialOptions(options: HealOptions, copy: TargetCopy | undefined): TrialOptions {
  const trial = { ...options } as Omit<HealOptions, 'onProgress'> & Record<string, unknown>;
  for (const name of healingOnly) delete (trial as Record<string, unknown>)[name];
  if (!copy) return trial;
  const moved = (text: string) => relocate(text, copy);
  const env = Object.entries(options.env ?? {}).map(([name, text]) => [name, moved(text)] as const);
  return { ...trial, cwd: copy.cwd, command: options.command.map(moved), env: Object.fromEntries(env) };
}

function record(baseUrl: string, options: HealOptions, copy: TargetCopy | undefined): Promise<RecordedResponse[]> {
  return recordResponses(baseUrl, options.routes, recordedRequests, {
    signal: options.signal,
    login: options.login,
    // Pages of errors name files: those of the copy stand for those of the original.
    replacements: copy ? [[copy.root, copy.originalRoot]] : [],
  });
}
