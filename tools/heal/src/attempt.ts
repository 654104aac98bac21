import type { FileEdit, FixPlan } from '@watertight/codemods';
import { CodedError, type Evidence, type ErrorCode, type Finding, type Healed, type Leak } from '@watertight/evidence';
import { requireBuild } from './build-need.ts';
import { checksTypes } from './build.ts';
import { compareResponses, type VolatileParts } from './compare-responses.ts';
import { listDependency, provideDependency } from './dependencies.ts';
import { throwIfInterrupted } from './interruption.ts';
import { outcomesOf, whyNotGone } from './proof.ts';
import { checkTypes, newDiagnostics } from './type-check.ts';
import { buildCopy, runRecordedTrial, testCopy, type RecordedTrial, type Workbench } from './workbench.ts';

/** How it went: never tried, tried and taken back, or tried, proved and kept in the copy. */
export type Attempt =
  | { readonly kind: 'declined'; readonly why: string; readonly isLast?: boolean }
  | { readonly kind: 'refuted'; readonly why: string; readonly healed: Healed }
  | {
      readonly kind: 'proved';
      readonly healed: Healed;
      readonly edits: readonly FileEdit[];
      readonly evidence: Evidence;
      readonly capEntries: number;
    };

export interface Candidate {
  readonly leak: Leak;
  readonly finding: Finding;
  /** The last trial of the code that is to be rewritten. */
  readonly before: Evidence;
}

interface AttemptSteps {
  /** Called before the first change: what the responses of the untouched copy do not share with the original's. */
  readonly prepare: () => Promise<VolatileParts>;
  readonly onTrialProgress: (message: string, fraction: number) => void;
  /** The largest cap among the rewrites accepted before. */
  readonly capEntries: number;
}

/** Rewrites the copy for one finding and keeps the rewrite only if the same trial proves the leak gone and nothing else changed. */
export async function attemptRewrite(bench: Workbench, candidate: Candidate, steps: AttemptSteps): Promise<Attempt> {
  const rewrite = planRewrite(bench, candidate.finding);
  if (rewrite.kind === 'none') return { kind: 'declined', why: rewrite.why };
  requireBuild(bench.options, bench.options.cwd, rewrite.files);
  const volatile = await steps.prepare();
  const missing = provideDependencies(bench, rewrite);
  if (missing) return { kind: 'declined', why: missing };

  const keep = await tryOut(bench, rewrite);
  if (keep.kind === 'refused') return { kind: 'declined', why: keep.why };
  const capEntries = Math.max(rewrite.capEntries, steps.capEntries);
  const trial = await runProof(bench, capEntries, steps.onTrialProgress);
  if (trial.kind === 'broken') {
    keep.takeBack();
    return { kind: 'declined', why: trial.why };
  }
  const attempt = await confirmed(bench, judge(bench, candidate, rewrite, trial, volatile));
  if (attempt.kind !== 'proved') keep.takeBack();
  return attempt;
}

/** What is proved and a person does not want is taken back like what is not proved. */
async function confirmed({ options }: Workbench, attempt: Attempt): Promise<Attempt> {
  if (attempt.kind !== 'proved' || !options.confirm) return attempt;
  const consent = await options.confirm(attempt.healed);
  throwIfInterrupted(options.signal);
  if (consent === 'accept') return attempt;
  const { rule, file } = attempt.healed;
  const why = `the rewrite by rule ${rule} in ${file} was proved, and you did not accept it`;
  return { kind: 'declined', why, isLast: consent === 'stop' };
}

interface Rewrite {
  readonly kind: 'rewrite';
  readonly edits: readonly FileEdit[];
  /** The source files among the edits. */
  readonly files: readonly string[];
  readonly dependencies: FixPlan['dependencies'];
  readonly assumptions: readonly string[];
  readonly capEntries: number;
}

function planRewrite({ options, tools, copy }: Workbench, finding: Finding): Rewrite | { kind: 'none'; why: string } {
  const place = `rule ${finding.rule} at ${finding.file}:${finding.line}`;
  if (finding.fix === 'suggested' && !options.unsafe) {
    return { kind: 'none', why: `a suggested rewrite exists (${place}); run with --unsafe to try it` };
  }
  const plan = tools.planFixes({
    path: copy.cwd,
    unsafe: options.unsafe,
    select: (other) =>
      other.rule === finding.rule &&
      other.file === finding.file &&
      other.line === finding.line &&
      other.column === finding.column,
  });
  if (plan.edits.length === 0) {
    return { kind: 'none', why: `no rewrite is safe here (${place}): ${plan.left[0]?.why ?? finding.message}` };
  }
  const listed = plan.dependencies.flatMap((dependency) => listDependency(dependency, copy.cwd) ?? []);
  return {
    kind: 'rewrite',
    edits: [...plan.edits, ...listed],
    files: plan.edits.map(({ file }) => file),
    dependencies: plan.dependencies,
    capEntries: plan.capEntries,
    assumptions: [
      ...plan.assumptions,
      ...listed.map(({ file }) => `${file} lists a new package; npm install brings the lock file up to date`),
    ],
  };
}

function provideDependencies({ copy }: Workbench, { dependencies, files }: Rewrite): string | undefined {
  return dependencies
    .flatMap((dependency) => files.map((file) => provideDependency(dependency, file, copy)))
    .find((advice) => advice !== undefined);
}

/** Writes a rewrite into the copy and checks its types; one that does not compile is taken back at once. */
async function tryOut(
  bench: Workbench,
  rewrite: Rewrite,
): Promise<{ kind: 'written'; takeBack: () => void } | { kind: 'refused'; why: string }> {
  const { options, tools, copy } = bench;
  throwIfInterrupted(options.signal);
  const buildChecks = options.build !== undefined && checksTypes(options.build, copy.cwd);
  const checkAll = () => checkTypes(copy.cwd, buildChecks ? [] : rewrite.files, copy.root);
  const typesBefore = checkAll();
  const takeBack = () => tools.writeEdits(copy.cwd, rewrite.edits.map(reversed));
  tools.writeEdits(copy.cwd, rewrite.edits);
  const [broken] = newDiagnostics(typesBefore, checkAll());
  if (broken !== undefined) {
    takeBack();
    return { kind: 'refused', why: `the rewrite does not type-check: ${broken}` };
  }
  const built = await buildCopy(bench);
  if (!built.ok) {
    takeBack();
    return { kind: 'refused', why: `${options.build} fails after the rewrite: ${built.output.slice(-500)}` };
  }
  const tested = await testCopy(bench);
  if (tested.ok) return { kind: 'written', takeBack };
  takeBack();
  return { kind: 'refused', why: `${options.test} fails after the rewrite: ${tested.output.slice(-500)}` };
}

function reversed({ file, before, after }: FileEdit): FileEdit {
  return { file, before: after, after: before };
}

// The untouched copy ran: if the rewritten one does not, the rewrite is why.
const broughtByRewrite: readonly ErrorCode[] = [
  'TARGET_EXITED',
  'TARGET_CRASHED',
  'TARGET_OUT_OF_MEMORY',
  'TARGET_NEVER_LISTENED',
  'TARGET_HUNG',
  'RESPONSES_FAILED',
  'AGENT_LOST',
];

async function runProof(
  bench: Workbench,
  capEntries: number,
  onTrialProgress: AttemptSteps['onTrialProgress'],
): Promise<({ kind: 'done' } & RecordedTrial) | { kind: 'broken'; why: string }> {
  try {
    const trial = await runRecordedTrial({ ...bench, capEntries }, ({ message, fraction }) =>
      onTrialProgress(message, fraction),
    );
    return { kind: 'done', ...trial };
  } catch (error) {
    const isOurs = error instanceof CodedError && broughtByRewrite.includes(error.code);
    if (!isOurs || bench.options.signal?.aborted) throw error;
    return { kind: 'broken', why: `the rewritten target does not survive the trial: ${error.message}` };
  }
}

function judge(
  { options, original, tools }: Workbench,
  { leak, finding, before }: Candidate,
  { edits, dependencies, assumptions, capEntries }: Rewrite,
  after: RecordedTrial,
  volatile: VolatileParts,
): Attempt {
  const responses = compareResponses(original.responses, after.responses, volatile);
  const outcomes = outcomesOf(leak, before, after.evidence);
  const healed: Omit<Healed, 'accepted' | 'why'> = {
    signature: leak.signature,
    cause: finding.cause,
    rule: finding.rule,
    file: finding.file,
    patch: tools.unifiedDiff(edits),
    leak,
    before: outcomes.before,
    after: outcomes.after,
    responses,
    ...(options.test !== undefined && { tests: options.test }),
    assumptions: [...assumptions],
    dependencies: dependencies.map(({ name, version }) => ({ name, version })),
  };
  const objection =
    whyNotGone(leak, before, after.evidence) ??
    (responses.different > 0
      ? `${responses.different} of ${responses.compared} responses ${responses.different === 1 ? 'differs' : 'differ'}, such as ${responses.examples[0] ?? 'one that is missing'}`
      : undefined);
  if (objection !== undefined) {
    const why = `rule ${finding.rule} at ${finding.file}:${finding.line} was tried and taken back: ${objection}`;
    return { kind: 'refuted', why, healed: { ...healed, accepted: false, why: objection } };
  }
  const [was, is] = [outcomes.before, outcomes.after].map(
    ({ slopePerRequest }) => Math.round(slopePerRequest * 100) / 100,
  );
  const why = `${outcomes.signal} went from ${was} to ${is} ${outcomes.after.unit} per request; ${responses.compared} responses compared, none differs${options.test === undefined ? '' : `; \`${options.test}\` passes`}`;
  return { kind: 'proved', healed: { ...healed, accepted: true, why }, edits, evidence: after.evidence, capEntries };
}
