import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { insertionText } from '../../analysis/insertions.ts';
import type { Growth } from '../../analysis/growth.ts';
import { statementOf, statementsAround } from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Fix, Rule } from '../../rule.ts';
import { comesFromRequest } from '../../flow-of.ts';
import { growthsBy } from '../growth-cause.ts';
import { keepsRunning, stopThem } from '../running-entries.ts';
import { comesFromListener, confidenceOf, growthDetection, isNearHandler, perWhat } from '../growth-detection.ts';

/** A process-lived list to which each request appends and from which nothing is taken. */
export const growingRequestList: Rule<'growing-request-list'> = {
  cause: 'growing-request-list',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('growing-request-list', file, analysis)) {
      const problem = growth.kind === 'chain' ? 'and each holds the one before it' : 'and nothing takes it out';
      const message = `${growth.place.name} gains an entry ${perWhat(growth)} ${problem}; keep the latest ${cap} or write it elsewhere`;
      const { values, node } = growth.insertion;
      const isSure =
        values.some((value) => comesFromRequest(value, analysis) || comesFromListener(value, analysis)) ||
        isNearHandler(node, analysis);
      const confidence = isSure ? confidenceOf(growth) : 'low';
      yield growthDetection(growth, { message, confidence, fix: fixOf(growth, analysis) });
    }
  },
};

const cap = 1000;

/** After `list.push(one)` as a statement of its own, the oldest entry goes once the list is full. */
function fixOf(growth: Growth, analysis: Analysis): Fix {
  if (keepsRunning(growth, analysis)) return { kind: 'manual', advice: stopThem };
  const { insertion } = growth;
  const { node, container } = insertion;
  const statement = statementOf(node);
  const isPlainPush =
    ts.isCallExpression(node) && /\.push$/.test(node.expression.getText()) && insertion.values.length === 1;
  const stands =
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    statement.expression === node &&
    statementsAround(statement).length > 0;
  if (!isPlainPush || !stands || ts.isSpreadElement(insertion.values[0] ?? node)) {
    return { kind: 'manual', advice: 'drop the oldest entries where new ones are added' };
  }
  return {
    kind: 'suggested',
    rewrite() {
      const file = node.getSourceFile();
      const { newLine, semicolon } = styleOf(file);
      const list = container.getText();
      const line = `${newLine}${indentAt(statement)}if (${list}.length > ${cap}) ${list}.shift()${semicolon}`;
      return {
        edits: [insertAt(file, statement.end, line)],
        assumptions: [`${list} keeps the latest ${cap} entries; whoever reads it needs no more`],
        capEntries: cap,
      };
    },
  };
}
