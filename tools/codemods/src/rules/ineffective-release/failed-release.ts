import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { declaredName } from '../../analysis/program-index.ts';
import { passingEvent } from '../../analysis/releases.ts';
import {
  accessName,
  calleeName,
  compactText,
  functionOf,
  hasModifier,
  isAccess,
  isAssignment,
  isComputedAccess,
  outermost,
  statementOf,
  statementsAround,
  unwrap,
} from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt, replaceNode } from '../../edits/text-edit.ts';
import type { Fix } from '../../rule.ts';

/** Code that means to take an entry out and does not: that is the place to mend. */
export interface FailedRelease {
  readonly node: ts.Node;
  /** What is wrong with it, as the second half of a message. */
  readonly problem: string;
  readonly fix: Fix;
}

/** The statement that should have released what a container gains. */
export function failedRelease(growth: Growth, analysis: Analysis): FailedRelease | undefined {
  const { bound, place, insertion } = growth;
  if (bound.kind === 'partial' && bound.why === 'on-event') return onPassingEvent(bound.by);
  const unused = unusedResult(growth, analysis);
  if (unused) return unused;
  if (insertion.form !== 'keyed' && insertion.form !== 'member') return neverRun(growth, analysis);
  for (const use of analysis.places.usesOf(place)) {
    const fn = functionOf(use);
    if (!fn || !analysis.calls.isCalled(fn)) continue;
    const entry = entryAt(use);
    if (!entry || entry.node === insertion.node) continue;
    if (isNothing(entry.value)) return emptied(entry, growth, analysis);
    if (isLowered(entry)) return lowered(entry, growth, analysis);
  }
  return bound.kind === 'none' && bound.attempt ? underOtherKey(bound.attempt) : neverRun(growth, analysis);
}

/** `list.slice(-100);` and `list.filter(…);` as statements: they make another list, which nobody takes. */
function unusedResult({ place, kind, insertion }: Growth, analysis: Analysis): FailedRelease | undefined {
  for (const use of analysis.places.usesOf(place)) {
    const access = outermost(use).parent;
    const call = isAccess(access) && access.expression === outermost(use) ? outermost(access).parent : undefined;
    if (!call || !ts.isCallExpression(call) || !isStatement(call)) continue;
    if (!/^(?:slice|filter)$/.test(accessName(access) ?? '') || call.arguments.length === 0) continue;
    const problem = 'because the shorter list is not kept; assign it';
    const advice = 'assign the result, or take the entries out with `splice`';
    // Far from where entries are added, that line tells more.
    const node = functionOf(call) === functionOf(insertion.node) ? call : insertion.node;
    const isFree = kind === 'Array' && isReassignable(place.declaration) && !analysis.places.isAlias(use, place);
    if (!isFree) return { node, problem, fix: { kind: 'manual', advice } };
    const edit = insertAt(call.getSourceFile(), call.getStart(), `${use.getText()} = `);
    return { node, problem, fix: { kind: 'suggested', rewrite: () => ({ edits: [edit] }) } };
  }
  return undefined;
}

function isReassignable(declaration: ts.Node): boolean {
  if (ts.isVariableDeclaration(declaration)) return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0;
  return ts.isPropertyDeclaration(declaration) && !hasModifier(declaration, ts.SyntaxKind.ReadonlyKeyword);
}

/** A function that would take entries out, and that nothing calls. */
function neverRun({ place, insertion }: Growth, analysis: Analysis): FailedRelease | undefined {
  const idle = analysis.releases.idleReleaseOf(place);
  const name = idle && functionOf(idle.node) && declaredName(functionOf(idle.node) as ts.Node);
  if (name === undefined) return undefined;
  const problem = `because nothing calls ${name}; call it where entries are added`;
  return { node: insertion.node, problem, fix: { kind: 'manual', advice: `call ${name} where entries are added` } };
}

/** A write to one entry: `counts[key] -= 1`, `counts.set(key, null)`. */
interface Entry {
  readonly node: ts.BinaryExpression | ts.PrefixUnaryExpression | ts.PostfixUnaryExpression | ts.CallExpression;
  readonly container: ts.Expression;
  readonly key: ts.Expression;
  /** Undefined for `--`. */
  readonly value: ts.Expression | undefined;
}

function entryAt(use: ts.Expression): Entry | undefined {
  const container = outermost(use) as ts.Expression;
  const access = container.parent;
  if (!isAccess(access) || access.expression !== container) return undefined;
  const { parent } = outermost(access);
  if (isComputedAccess(access)) {
    const key = access.argumentExpression;
    if (isAssignment(parent) && unwrap(parent.left) === access)
      return { node: parent, container, key, value: parent.right };
    return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)
      ? { node: parent, container, key, value: undefined }
      : undefined;
  }
  if (accessName(access) !== 'set' || !ts.isCallExpression(parent) || parent.expression !== access) return undefined;
  const [key, value] = parent.arguments;
  return key && value && parent.arguments.length === 2 ? { node: parent, container, key, value } : undefined;
}

function isNothing(value: ts.Expression | undefined): boolean {
  if (!value) return false;
  const inner = unwrap(value);
  return inner.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(inner) && inner.text === 'undefined');
}

function isLowered({ node, container, key, value }: Entry): boolean {
  if (!value) return (node as ts.PrefixUnaryExpression).operator === ts.SyntaxKind.MinusMinusToken;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken) return true;
  const inner = unwrap(value);
  if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.MinusToken) return false;
  const [object, entry] = [compactText(container), compactText(key)];
  return [`${object}[${entry}]`, `${object}.get(${entry})`].some((read) => compactText(inner.left).includes(read));
}

function onPassingEvent(node: ts.Node): FailedRelease {
  const event = passingEvent(node);
  const name = event?.text ?? 'finish';
  const when = name === 'finish' ? 'when the client goes away before `finish`' : 'when it ends without an `error`';
  const problem = `${when}; delete it on \`close\``;
  if (!event) return { node, problem, fix: { kind: 'manual', advice: 'delete the entry on `close`' } };
  const text = event.getText().replace(name, 'close');
  return { node, problem, fix: { kind: 'suggested', rewrite: () => ({ edits: [replaceNode(event, text)] }) } };
}

function emptied(entry: Entry, growth: Growth, analysis: Analysis): FailedRelease {
  const problem = 'and keeps it when its value is taken away; delete the entry instead';
  const advice = 'delete the entry instead of emptying it';
  const { node, container, key } = entry;
  const isTested = testsPresence(growth, analysis);
  if (isTested || !isStatement(node)) return { node, problem, fix: { kind: 'manual', advice } };
  const text = ts.isCallExpression(node)
    ? `${container.getText()}.delete(${key.getText()})`
    : `delete ${container.getText()}[${key.getText()}]`;
  return { node, problem, fix: { kind: 'suggested', rewrite: () => ({ edits: [replaceNode(node, text)] }) } };
}

function lowered(entry: Entry, growth: Growth, analysis: Analysis): FailedRelease {
  const problem = 'and keeps it when its count is back at zero; delete it there';
  const advice = 'delete the entry where its count reaches zero';
  const { node, container, key } = entry;
  const statement = statementOf(node);
  const isPlain = isStatement(node) && statement !== undefined && statementsAround(statement).length > 0;
  if (!isPlain || testsPresence(growth, analysis) || !readsMissingAsZero(growth, analysis))
    return { node, problem, fix: { kind: 'manual', advice } };
  const [object, name] = [container.getText(), key.getText()];
  const file = node.getSourceFile();
  const { newLine, semicolon } = styleOf(file);
  const line = ts.isCallExpression(node)
    ? `if (${object}.get(${name}) === 0) ${object}.delete(${name})${semicolon}`
    : `if (${object}[${name}] === 0) delete ${object}[${name}]${semicolon}`;
  return {
    node,
    problem,
    fix: {
      kind: 'suggested',
      rewrite: () => ({
        edits: [insertAt(file, statement.end, newLine + indentAt(statement) + line)],
        assumptions: [`a count that is missing from ${growth.place.name} means zero`],
      }),
    },
  };
}

function isStatement(node: ts.Node): boolean {
  return ts.isExpressionStatement(outermost(node).parent);
}

/** `key in counts`, `counts.has(key)`: whether the entry is there matters, not only its value. */
function testsPresence({ place }: Growth, analysis: Analysis): boolean {
  return analysis.places.usesOf(place).some((use) => {
    const { parent } = outermost(use);
    if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
    if (isAccess(parent)) return /^(?:has|hasOwnProperty|size|keys|entries)$/.test(accessName(parent) ?? '');
    return ts.isCallExpression(parent) && /^(?:hasOwn|keys|entries)$/.test(calleeName(parent) ?? '');
  });
}

/** Every read says what a missing count is: `counts[key] ?? 0`, `if (counts[key])`. */
function readsMissingAsZero({ place }: Growth, analysis: Analysis): boolean {
  return analysis.places.usesOf(place).every((use) => {
    const read = readOf(use);
    if (!read) return true;
    const { parent } = outermost(read);
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      const hasDefault = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
      return (hasDefault && parent.left === outermost(read)) || isLowering(parent) || isAssignment(parent);
    }
    return ts.isIfStatement(parent) || ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  });
}

/** `counts.get(key) - 1` in the lowering itself: the entry is there. */
function isLowering(binary: ts.BinaryExpression): boolean {
  return binary.operatorToken.kind === ts.SyntaxKind.MinusToken;
}

function readOf(use: ts.Expression): ts.Expression | undefined {
  const access = outermost(use).parent;
  if (isComputedAccess(access)) {
    const { parent } = outermost(access);
    return isAssignment(parent) && unwrap(parent.left) === access ? undefined : access;
  }
  const isGet = isAccess(access) && accessName(access) === 'get' && ts.isCallExpression(access.parent);
  return isGet ? access.parent : undefined;
}

function underOtherKey(node: ts.Node): FailedRelease {
  const problem = 'because another key is deleted than was set; delete the same one';
  return { node, problem, fix: { kind: 'manual', advice: 'delete the entry under the key that it was set under' } };
}
