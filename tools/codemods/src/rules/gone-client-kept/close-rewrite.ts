import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { exchangeInReach } from '../../analysis/exchange-in-reach.ts';
import type { Growth } from '../../analysis/growth.ts';
import { calleeName, isAccess, some, unwrap } from '../../analysis/syntax.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { insertAfter } from '../../edits/lines.ts';
import type { Fix } from '../../rule.ts';
import { whenOver } from '../closing-statement.ts';

/** Behind the insertion, what takes the client out when its connection closes. */
export function closeFix(growth: Growth, analysis: Analysis): Fix {
  const { node } = growth.insertion;
  const statement = ownStatement(node);
  const exchange = exchangeInReach(node, analysis);
  const removal = removalOf(growth);
  if (!statement || !exchange || removal === undefined)
    return { kind: 'manual', advice: 'take the client out when its connection closes' };
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [insertAfter(statement, whenOver(statement, exchange, removal))] }),
  };
}

function removalOf({ insertion, kind }: Growth): string | undefined {
  const { container, key, values, node } = insertion;
  const held = container.getText();
  if (kind === 'Array') {
    const [value] = values;
    const isOne = values.length === 1 && value !== undefined && ts.isIdentifier(unwrap(value));
    // What is not there any more gets an index beyond the end.
    return isOne && ts.isCallExpression(node) && calleeName(node) === 'push'
      ? `${held}.splice(${held}.indexOf(${value.getText()}) >>> 0, 1)`
      : undefined;
  }
  if (!key || !isLasting(key)) return undefined;
  return kind === 'Object' ? `delete ${held}[${key.getText()}]` : `${held}.delete(${key.getText()})`;
}

/** Whether a key says the same when the connection closes. */
function isLasting(key: ts.Expression): boolean {
  const inner = unwrap(key);
  if (ts.isTemplateExpression(inner)) return inner.templateSpans.every(({ expression }) => isLasting(expression));
  return (ts.isIdentifier(inner) || isAccess(inner)) && !some(inner, ts.isCallExpression);
}
