import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { statementOf } from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAfter } from '../../edits/lines.ts';
import type { Fix } from '../../rule.ts';
import { isKnownAt, type Expiry } from './expiring-state.ts';

const everyMs = '60_000';

/** Behind its declaration, a timer that deletes the entries whose time is over: they would count for nothing when looked up. */
export function sweepFix({ place, kind }: Growth, expiries: readonly Expiry[], analysis: Analysis): Fix {
  const { declaration } = place;
  const statement = ts.isVariableDeclaration(declaration) ? statementOf(declaration) : undefined;
  const conditions = expiries.map((each) => (isKnownAt(declaration, each, analysis) ? expiredText(each) : undefined));
  const condition = conditions.includes(undefined) ? undefined : [...new Set(conditions)].join(' && ');
  if (kind !== 'Map' || !statement || !ts.isVariableStatement(statement) || condition === undefined) {
    const advice = `delete the entries whose time is over in a timer that is unref'd; an LRU cache would let a flood of keys push them out early`;
    return { kind: 'manual', advice };
  }
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [insertAfter(statement, sweepText(statement, place.name, condition))],
      assumptions: [
        `${place.name} loses the entries whose time is over, once a minute; nothing but the time decides whether they count`,
      ],
    }),
  };
}

function sweepText(statement: ts.Statement, name: string, condition: string): string {
  const file = statement.getSourceFile();
  const { newLine, indent, semicolon } = styleOf(file);
  const lines = [
    `setInterval(() => {`,
    `${indent}for (const [key, entry] of ${name}) if (${condition}) ${name}.delete(key)${semicolon}`,
    `}, ${everyMs}).unref()${semicolon}`,
  ];
  return lines.map((line) => newLine + indentAt(statement) + line).join('');
}

/** The comparison as a sweep asks it, or nothing where its sense cannot be told. */
function expiredText({ comparison, subject, isElement, clocks, saysExpired }: Expiry): string | undefined {
  if (saysExpired === undefined) return undefined;
  const one = isElement ? 'time' : 'entry';
  const text = (side: ts.Expression) =>
    // `now` is the time of another moment: a sweep asks the clock itself.
    withReplaced(side, [subject, ...clocks.keys()], (node) =>
      node === subject ? one : (clocks.get(node) ?? node).getText(),
    );
  const operator = comparison.operatorToken.getText();
  const asked = `${text(comparison.left)} ${saysExpired ? operator : (opposites[operator] ?? operator)} ${text(comparison.right)}`;
  return isElement ? `entry.every((time) => ${asked})` : asked;
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
