import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Detection, Rule } from '../../rule.ts';
import { acquisitionsIn, type Acquisition } from './acquisitions.ts';
import { fateOf, type Fate } from './closings.ts';
import { finallyFix } from './finally-rewrite.ts';
import { pipesIn } from './pipes.ts';

/** A file that is opened while serving, and not closed on every path. */
export const unclosedFile: Rule<'unclosed-file'> = {
  cause: 'unclosed-file',
  gate: /\bopen(?:dir)?(?:Sync)?\b|\bcreateReadStream\b/,
  *detect(file, { analysis }) {
    for (const acquisition of acquisitionsIn(file, analysis)) {
      // A file opened once at start may stay open; so may one of a script that ends.
      const activation = analysis.calls.activationAt(acquisition.call);
      if (activation === 'startup') continue;
      const fate = fateOf(acquisition, analysis);
      if (fate.kind !== 'closed') yield detection(acquisition, fate, analysis, activation === 'request');
    }
    yield* pipesIn(file, analysis);
  },
};

function detection(
  acquisition: Acquisition,
  fate: Exclude<Fate, { kind: 'closed' }>,
  analysis: Analysis,
  isPerRequest: boolean,
): Detection {
  const { call, holder } = acquisition;
  const name = holder?.name.getText() ?? 'the opened file';
  const problem =
    fate.kind === 'never-closed' ? 'is never closed' : `stays open when line ${lineOf(fate.leak)} is taken`;
  return {
    node: call,
    message: `${name} ${problem}; close it in a finally block`,
    confidence: isPerRequest ? 'high' : 'medium',
    ...(holder && { sink: { name, declaration: holder } }),
    subject: name,
    fix: finallyFix(acquisition, fate, analysis),
  };
}

function lineOf(node: ts.Node): number {
  return ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart()).line + 1;
}
