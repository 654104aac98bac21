import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { isWithin, statementOf, unwrap } from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAfter } from '../../edits/lines.ts';
import type { Fix } from '../../rule.ts';
import { isKnownAt, type Expiry } from './expiring-state.ts';

const everyMinute = '60_000';

/** Behind its declaration, a timer that deletes the entries whose time is over: they would count for nothing when looked up. */
export function sweepFix({ place, kind }: Growth, expiries: readonly Expiry[], analysis: Analysis): Fix {
  const { declaration } = place;
  const statement = ts.isVariableDeclaration(declaration) ? statementOf(declaration) : undefined;
  const conditions = expiries.map((each) => (isKnownAt(declaration, each, analysis) ? expiredText(each) : undefined));
  const condition = conditions.includes(undefined) ? undefined : [...new Set(conditions)].join(' && ');
  if (
    kind !== 'Map' ||
    expiries.length === 0 ||
    !statement ||
    !ts.isVariableStatement(statement) ||
    condition === undefined
  ) {
    const advice = `delete the entries whose time is over in a timer that is unref'd; an LRU cache would let a flood of keys push them out early`;
    return { kind: 'manual', advice };
  }
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [insertAfter(statement, sweepText(statement, place.name, condition, intervalOf(expiries)))],
      assumptions: [
        `${place.name} loses the entries whose time is over; nothing but the time decides whether they count`,
      ],
    }),
  };
}

function sweepText(statement: ts.Statement, name: string, condition: string, interval: string): string {
  const file = statement.getSourceFile();
  const { newLine, indent, semicolon } = styleOf(file);
  const lines = [
    `setInterval(() => {`,
    `${indent}for (const [key, entry] of ${name}) if (${condition}) ${name}.delete(key)${semicolon}`,
    `}, ${interval}).unref()${semicolon}`,
  ];
  return lines.map((line) => newLine + indentAt(statement) + line).join('');
}

/** As long as an entry counts, where the comparison says it: `now - entry.since > span`, `entry.at + span < now`. */
function intervalOf([expiry, ...others]: readonly Expiry[]): string {
  if (!expiry || others.length > 0) return everyMinute;
  const { comparison, subject, clocks } = expiry;
  const isOther = (node: ts.Node) => ![subject, ...clocks.keys()].some((each) => isWithin(each, node));
  const parts = [comparison.left, comparison.right].flatMap((side) => {
    const inner = unwrap(side);
    return ts.isBinaryExpression(inner) && !isOther(inner) ? [inner.left, inner.right] : [inner];
  });
  const spans = parts.filter(isOther);
  const [span] = spans;
  return span && spans.length === 1 && isPlain(unwrap(span)) ? span.getText() : everyMinute;
}

function isPlain(span: ts.Expression): boolean {
  if (ts.isBinaryExpression(span)) return isPlain(unwrap(span.left)) && isPlain(unwrap(span.right));
  return ts.isIdentifier(span) || (ts.isNumericLiteral(span) && Number(span.text.replaceAll('_', '')) > 0);
}

/** The comparison as a sweep asks it, or nothing where its sense cannot be told. */
function expiredText({ comparison, subject, isElement, member, clocks, saysExpired }: Expiry): string | undefined {
  if (saysExpired === undefined) return undefined;
  const one = isElement ? 'time' : 'entry';
  const text = (side: ts.Expression) =>
    // `now` is the time of another moment: a sweep asks the clock itself.
    withReplaced(side, [subject, ...clocks.keys()], (node) =>
      node === subject ? one : (clocks.get(node) ?? node).getText(),
    );
  const operator = comparison.operatorToken.getText();
  const asked = `${text(comparison.left)} ${saysExpired ? operator : (opposites[operator] ?? operator)} ${text(comparison.right)}`;
  return isElement ? `entry${member === undefined ? '' : `.${member}`}.every((time) => ${asked})` : asked;
}

const opposites: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

function withReplaced(root: ts.Expression, nodes: readonly ts.Node[], textOf: (node: ts.Expression) => string): string {
  const start = root.getStart();
  let text = root.getText();
  const within = nodes.filter((node) => node.getStart() >= start && node.end <= root.end);
  for (const node of [...within].sort((a, b) => b.pos - a.pos))
    text = text.slice(0, node.getStart() - start) + textOf(node as ts.Expression) + text.slice(node.end - start);
  return text;
}
