import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { exchangeInReach } from '../../analysis/exchange-in-reach.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { some } from '../../analysis/syntax.ts';
import { insertAfter } from '../../edits/lines.ts';
import type { Fix, Rule } from '../../rule.ts';
import { whenOver } from '../closing-statement.ts';
import { entriesIn, registryText, type Entry } from './entries.ts';

/** An entry that each request adds to a registry of the runtime or of a package, and that nothing takes out. */
export const registryPerRequest: Rule<'registry-per-request'> = {
  cause: 'registry-per-request',
  gate: registryText,
  *detect(file, { analysis }) {
    for (const entry of entriesIn(file, analysis)) {
      const { node, registry, kind } = entry;
      yield {
        node,
        message: `${registry} ${kind.why}; ${kind.remedy}`,
        confidence: kind.isFinite ? 'low' : analysis.calls.activationAt(node) === 'request' ? 'high' : 'medium',
        subject: registry,
        fix: fixOf(entry, analysis),
      };
    }
  },
};

function fixOf({ node, kind }: Entry, analysis: Analysis): Fix {
  const statement = ownStatement(node);
  const removal = ts.isCallExpression(node) ? kind.removal?.(node) : undefined;
  const exchange = exchangeInReach(node, analysis);
  const isRepeatable = !some(node, (part) => part !== node && ts.isCallExpression(part));
  if (!statement || removal === undefined || !exchange || !isRepeatable) return { kind: 'manual', advice: kind.remedy };
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [insertAfter(statement, whenOver(statement, exchange, removal))] }),
  };
}
