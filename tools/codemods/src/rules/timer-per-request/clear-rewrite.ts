import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { exchangeInReach } from '../../analysis/exchange-in-reach.ts';
import { calleeName, isAccess, statementOf, statementsAround } from '../../analysis/syntax.ts';
import { insertAfter } from '../../edits/lines.ts';
import { insertAt, type TextEdit } from '../../edits/text-edit.ts';
import type { Fix } from '../../rule.ts';
import { freeName, whenOver } from '../closing-statement.ts';
import { handleOf, type Timer } from './timers.ts';

/** Behind the timer, its end when the response closes. */
export function clearFix(timer: Timer, analysis: Analysis): Fix {
  const { call, holder, kind } = timer;
  const statement = statementOf(call);
  const exchange = exchangeInReach(call, analysis);
  const name = holder ? nameOf(holder) : freeName(call, [kind === 'interval' ? 'interval' : 'timer', 'timer']);
  // A timer that starts itself again has another handle each time: to clear one is not enough.
  if (!statement || !exchange || name === undefined || kind === 'rearmed' || !isWhole(statement, call, holder)) {
    const advice =
      kind === 'rearmed'
        ? 'start the next timer only while the response is open'
        : 'keep the timer in a variable and clear it when the response closes';
    return { kind: 'manual', advice };
  }
  const clear = calleeName(call) === 'setInterval' ? 'clearInterval' : 'clearTimeout';
  const naming: TextEdit[] = holder
    ? []
    : [insertAt(statement.getSourceFile(), statement.getStart(), `const ${name} = `)];
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [...naming, insertAfter(statement, whenOver(statement, exchange, `${clear}(${name})`))] }),
  };
}

function nameOf(holder: ts.Node): string | undefined {
  if (isAccess(holder)) return holder.getText();
  const isVariable = ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name);
  return isVariable ? holder.name.getText() : undefined;
}

/** The statement does nothing but start the timer, and others can stand beside it. */
function isWhole(statement: ts.Statement, call: ts.CallExpression, holder: ts.Node | undefined): boolean {
  if (statementsAround(statement).length === 0) return false;
  if (holder) return ts.isVariableStatement(statement) || ts.isExpressionStatement(statement);
  return ts.isExpressionStatement(statement) && statement.expression === handleOf(call);
}
