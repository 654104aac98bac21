import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { foundAtCalls, outermost } from '../../analysis/syntax.ts';
import type { Fix, Rule } from '../../rule.ts';
import { hoistingOf } from '../hoist-declaration.ts';
import { compilationAt, type Compilation } from './compilations.ts';

/** A schema or template that each request compiles anew, and that a compiler behind keeps for ever. */
export const schemaCompiledPerRequest: Rule<'schema-compiled-per-request'> = {
  cause: 'schema-compiled-per-request',
  gate: /['"](?:ajv(?:\/[\w/.]+)?|ejs|pug)['"]/,
  *detect(file, { analysis }) {
    const found = foundAtCalls(file, (call) => compilationAt(call, analysis));
    for (const compilation of found) {
      const { call, keeper, what } = compilation;
      if (runsOnce(call, analysis)) continue;
      yield {
        node: call,
        message: `${keeper} keeps every ${what} that a request makes; compile it once, outside of the handler`,
        confidence: 'high',
        subject: keeper,
        fix: fixOf(compilation, analysis),
      };
    }
  },
};

/** `const validate = ajv.compile({ … })` moves out of the handler, where it needs nothing of the request. */
function fixOf({ call }: Compilation, analysis: Analysis): Fix {
  const advice =
    'compile it once, outside of the handler; where it depends on the request, hold the results in an LRU cache';
  const { parent } = outermost(call);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return { kind: 'manual', advice };
  const hoisting = hoistingOf(parent, analysis);
  return hoisting.kind === 'possible'
    ? { kind: 'suggested', rewrite: () => hoisting.rewrite() }
    : { kind: 'manual', advice };
}
