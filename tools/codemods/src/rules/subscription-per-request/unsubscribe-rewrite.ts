import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { exchangeInReach } from '../../analysis/exchange-in-reach.ts';
import { outermost, statementOf, statementsAround } from '../../analysis/syntax.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { insertAfter } from '../../edits/lines.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Fix } from '../../rule.ts';
import { freeName, whenOver } from '../closing-statement.ts';
import type { Subscription } from './subscriptions.ts';

/** The subscription in a variable, and its end when the response closes. */
export function unsubscribeFix({ call, ends }: Subscription, analysis: Analysis): Fix {
  const exchange = exchangeInReach(call, analysis);
  const held = heldIn(call);
  const statement = held ? statementOf(call) : ownStatement(call);
  const name = held ?? freeName(call, ['subscription', 'rxSubscription']);
  const isListed = statement !== undefined && statementsAround(statement).length > 0;
  if (!exchange || !isListed || name === undefined || ends === 'elsewhere')
    return {
      kind: 'manual',
      advice: 'keep the subscription and unsubscribe when the response closes, or use takeUntil',
    };
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [
        ...(held ? [] : [insertAt(call.getSourceFile(), statement.getStart(), `const ${name} = `)]),
        insertAfter(statement, whenOver(statement, exchange, `${name}.unsubscribe()`)),
      ],
    }),
  };
}

function heldIn(call: ts.CallExpression): string | undefined {
  const { parent } = outermost(call);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}
