import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import { startOf } from '../analysis/syntax.ts';
import type { Detection } from '../rule.ts';
import { finallyFix } from './finally-rewrite.ts';
import type { Acquisition } from './acquisitions.ts';
import type { Fate } from './closings.ts';

/** What is said about a thing that some path, or every path, forgets to give back. */
export function resourceFinding(
  acquisition: Acquisition,
  fate: Exclude<Fate, { kind: 'closed' }>,
  analysis: Analysis,
): Detection {
  const { call, holder, kind } = acquisition;
  const name = holder && ts.isIdentifier(holder.name) ? holder.name.text : `the ${kind.name}`;
  const problem =
    fate.kind === 'never-closed'
      ? `is never ${kind.released}`
      : `is not ${kind.released} when line ${startOf(fate.leak).line} is taken`;
  return {
    // What is wrong is the closing that some path goes round; without one, the opening.
    node: fate.kind === 'never-closed' ? call : (fate.closings.at(-1) ?? call),
    message: `${name} ${problem}; ${kind.remedy}`,
    confidence: confidenceOf(acquisition, fate, analysis),
    ...(holder && { sink: { name, declaration: holder } }),
    subject: name,
    fix: finallyFix(acquisition, fate, analysis),
  };
}

function confidenceOf({ call, kind }: Acquisition, fate: Fate, analysis: Analysis): Detection['confidence'] {
  if (kind.surest && fate.kind === 'never-closed') return kind.surest;
  return analysis.calls.activationAt(call) === 'request' ? 'high' : 'medium';
}
