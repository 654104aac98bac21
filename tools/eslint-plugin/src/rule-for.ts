import type { Cause } from '@watertight/catalog';
import type { LintFinding } from '@watertight/codemods';
import type { Rule } from 'eslint';
import { sessionFor } from './sessions.ts';

type Confidence = 'low' | 'medium' | 'high';

/** The ESLint rule of a cause: what `watertight scan` finds of it in the file that is linted. */
export function ruleFor({ id, title }: Cause): Rule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: title, recommended: true },
      fixable: 'code',
      hasSuggestions: true,
      messages: { finding: '{{message}}', rewrite: 'rewrite it{{remarks}}' },
      schema: [
        {
          type: 'object',
          properties: { minConfidence: { enum: ['low', 'medium', 'high'] } },
          additionalProperties: false,
        },
      ],
      defaultOptions: [{ minConfidence: 'medium' }],
    },
    create: (context) => ({ 'Program:exit': () => report(context, id) }),
  };
}

function report(context: Rule.RuleContext, id: string): void {
  const { filename, sourceCode, options } = context;
  // ESLint 9 before 9.15 does not know of `defaultOptions`.
  const { minConfidence = 'medium' } = (options[0] ?? {}) as { minConfidence?: Confidence };
  for (const found of sessionFor(context).findingsIn(sourceName(filename), sourceCode.text, id)) {
    if (rank[found.finding.confidence] >= rank[minConfidence]) reportOne(context, found);
  }
}

/** A text without a file, as `<input>`, is a script. */
function sourceName(filename: string): string {
  return /\.[cm]?[jt]sx?$/.test(filename) ? filename : `${filename}.js`;
}

const rank = { low: 0, medium: 1, high: 2 } as const satisfies Record<Confidence, number>;

function reportOne(context: Rule.RuleContext, { finding, rewrite }: LintFinding): void {
  const { line, column, message, fix: tier } = finding;
  const start = { line, column: column - 1 };
  const change = tier === 'manual' ? undefined : rewrite();
  const fix = change && ((fixer: Rule.RuleFixer) => fixer.replaceTextRange([change.start, change.end], change.text));
  const remarks = change && change.remarks.length > 0 ? ` (${change.remarks.join('; ')})` : '';
  context.report({
    loc: { start, end: endOfLine(context, start) },
    messageId: 'finding',
    data: { message },
    ...(fix && tier === 'automatic' && { fix }),
    ...(fix && tier === 'suggested' && { suggest: [{ messageId: 'rewrite', data: { remarks }, fix }] }),
  });
}

/** The end of the line: what an editor underlines should be seen, and not cover a function. */
function endOfLine({ sourceCode }: Rule.RuleContext, { line }: { readonly line: number }) {
  return { line, column: sourceCode.lines[line - 1]?.trimEnd().length ?? 0 };
}
