import type { Finding } from '@watertight/evidence';
import type { FileEdit, FixPlan, NeededDependency } from './api.ts';
import type { Found } from './detect.ts';
import { importEdits } from './edits/imports.ts';
import { applyEdits, conflict, type TextEdit } from './edits/text-edit.ts';
import type { LoadedSources } from './project/load-sources.ts';
import { packageJsonFor } from './project/package-versions.ts';
import { relativeFile } from './project/source-files.ts';
import type { Verifier } from './project/verify.ts';
import type { Rewrite } from './rule.ts';

/** What the rewrites for some findings would change. */
export function planFor(sources: LoadedSources, found: readonly Found[], verifier: Verifier, unsafe: boolean): FixPlan {
  const { planned, left } = chooseFixes(found, unsafe);
  const { kept, withdrawn } = verifyFixes(planned, verifier);
  return {
    edits: fileEdits(sources, kept),
    fixed: kept.map(({ finding }) => finding),
    left: [...left, ...withdrawn].sort((a, b) => found.findIndex(isOf(a)) - found.findIndex(isOf(b))),
    dependencies: dependenciesOf(sources, kept),
    assumptions: [...new Set(kept.flatMap(({ rewrite }) => rewrite.assumptions ?? []))],
    capEntries: Math.max(0, ...kept.map(({ rewrite }) => rewrite.capEntries ?? 0)),
    notAnalysed: sources.notAnalysed,
  };
}

interface Left {
  readonly finding: Finding;
  readonly why: string;
}

interface Planned {
  readonly finding: Finding;
  readonly rewrite: Rewrite;
}

const isOf = (left: Left) => (found: Found) => found.finding === left.finding;

function chooseFixes(found: readonly Found[], unsafe: boolean): { planned: Planned[]; left: Left[] } {
  const planned: Planned[] = [];
  const left: Left[] = [];
  for (const { finding, detection } of found) {
    const { fix } = detection;
    if (fix.kind === 'manual') left.push({ finding, why: fix.advice });
    else if (fix.kind === 'suggested' && !unsafe)
      left.push({ finding, why: 'the rewrite is only suggested: a person must look at it; allow it with --unsafe' });
    else {
      const rewrite = fix.rewrite();
      const rival = planned.find((other) => overlaps(other.rewrite.edits, rewrite.edits));
      if (rival)
        left.push({
          finding,
          why: `its rewrite touches the same text as that of line ${rival.finding.line}; apply that first and run again`,
        });
      else planned.push({ finding, rewrite });
    }
  }
  return { planned, left };
}

/** Two rewrites that insert at one position would depend on their order, so they clash as well. */
function overlaps(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return a.some((one) =>
    b.some((other) => conflict(one, other) || (one.file === other.file && one.start === other.start)),
  );
}

/** Leaves out every rewrite that would add an error to its file. */
function verifyFixes(planned: readonly Planned[], verifier: Verifier): { kept: Planned[]; withdrawn: Left[] } {
  if (planned.length === 0) return { kept: [], withdrawn: [] };
  const newDependencies = dependencyNames(planned);
  const problemOf = (fixes: readonly Planned[]) => verifier.newProblem(absoluteEdits(fixes), newDependencies);
  if (problemOf(planned) === undefined) return { kept: [...planned], withdrawn: [] };

  const kept: Planned[] = [];
  const withdrawn: Left[] = [];
  for (const fix of planned) {
    const problem = problemOf([...kept, fix]);
    if (problem === undefined) kept.push(fix);
    else withdrawn.push({ finding: fix.finding, why: `its rewrite would not compile: ${problem}` });
  }
  return { kept, withdrawn };
}

function dependencyNames(planned: readonly Planned[]): ReadonlySet<string> {
  return new Set(planned.flatMap(({ rewrite }) => (rewrite.dependencies ?? []).map(({ name }) => name)));
}

function absoluteEdits(fixes: readonly Planned[]): FileEdit[] {
  const edits = [
    ...fixes.flatMap(({ rewrite }) => rewrite.edits),
    ...importEdits(fixes.flatMap(({ rewrite }) => rewrite.imports ?? [])),
  ];
  const files = [...new Set(edits.map((edit) => edit.file))];
  return files.map((file) => ({
    file: file.fileName,
    before: file.text,
    after: applyEdits(
      file.text,
      edits.filter((edit) => edit.file === file),
    ),
  }));
}

function fileEdits(sources: LoadedSources, fixes: readonly Planned[]): FileEdit[] {
  return absoluteEdits(fixes)
    .filter(({ before, after }) => before !== after)
    .map(({ file, before, after }) => ({
      file: relativeFile(sources.root, file),
      before: sources.mark(file) + before,
      after: sources.mark(file) + after,
    }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function dependenciesOf(sources: LoadedSources, fixes: readonly Planned[]): NeededDependency[] {
  const needed = new Map<string, NeededDependency>();
  for (const { rewrite } of fixes) {
    for (const { name, version } of rewrite.dependencies ?? []) {
      const file = rewrite.edits[0]?.file.fileName;
      const packageJson = file === undefined ? null : packageJsonFor(sources.root, file);
      needed.set(`${name} ${packageJson}`, { name, version, packageJson });
    }
  }
  return [...needed.values()];
}
