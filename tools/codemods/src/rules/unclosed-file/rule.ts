import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Detection, Rule } from '../../rule.ts';
import { acquisitionsIn, acquisitionText, type Acquisition, type ResourceKind } from './acquisitions.ts';
import { fateOf, type Fate } from './closings.ts';
import { finallyFix } from './finally-rewrite.ts';
import { pipedText, pipesIn } from './pipes.ts';

/** A file, watcher or pool client that is acquired while serving, and not given back on every path. */
export const unclosedFile: Rule<'unclosed-file'> = {
  cause: 'unclosed-file',
  gate: new RegExp(`${acquisitionText.source}|${pipedText.source}`),
  *detect(file, { analysis }) {
    for (const acquisition of acquisitionsIn(file, analysis)) {
      // A file opened once at start may stay open; so may one of a script that ends.
      const activation = analysis.calls.activationAt(acquisition.call);
      if (activation === 'startup') continue;
      // Watchers and logs are meant to stay open, unless each request opens another.
      const isOftenLasting = acquisition.kind === 'watcher' || acquisition.kind === 'writer';
      if (isOftenLasting && activation !== 'request') continue;
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
  const { call, holder, kind } = acquisition;
  const name = holder?.name.getText() ?? (kind === 'watcher' ? 'the watcher' : 'the opened file');
  const closed = kind === 'client' ? 'given back' : 'closed';
  const problem =
    fate.kind === 'never-closed' ? `is never ${closed}` : `is not ${closed} when line ${lineOf(fate.leak)} is taken`;
  return {
    // What is wrong is the closing that some path goes round; without one, the opening.
    node: fate.kind === 'never-closed' ? call : (fate.closings.at(-1) ?? call),
    message: `${name} ${problem}; ${remedies[kind]}`,
    confidence: isPerRequest ? 'high' : 'medium',
    ...(holder && { sink: { name, declaration: holder } }),
    subject: name,
    fix: finallyFix(acquisition, fate, analysis),
  };
}

const remedies = {
  descriptor: 'close it in a finally block',
  handle: 'close it in a finally block',
  directory: 'close it in a finally block',
  writer: 'end it when the last line is written',
  watcher: 'close it when the response closes',
  client: 'release it in a finally block',
} as const satisfies Record<ResourceKind, string>;

function lineOf(node: ts.Node): number {
  return ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart()).line + 1;
}
