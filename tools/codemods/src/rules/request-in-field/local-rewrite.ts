import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Place } from '../../analysis/places.ts';
import {
  functionOf,
  hasModifier,
  isAssignment,
  isFunctionNode,
  isWithin,
  outermost,
  some,
  unwrap,
  walk,
  type FunctionNode,
} from '../../analysis/syntax.ts';
import { removeLines } from '../../edits/lines.ts';
import { replaceNode, type TextEdit } from '../../edits/text-edit.ts';
import type { Fix } from '../../rule.ts';

/** The field becomes a local of the function that sets it, where that function alone reads it, and only afterwards. */
export function localFix(assignment: ts.BinaryExpression, place: Place, analysis: Analysis): Fix {
  const manual = (advice: string): Fix => ({ kind: 'manual', advice });
  const fn = functionOf(assignment);
  const statement = outermost(assignment).parent;
  if (!fn?.body || !ts.isExpressionStatement(statement) || statement.parent !== fn.body) {
    return manual(
      'it is set where a local would not reach its readers; use res.locals, a WeakMap keyed by the request or AsyncLocalStorage',
    );
  }
  const holder = removableDeclaration(place);
  if (!holder || assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return manual('it is declared where it cannot be removed; use res.locals');

  const others = analysis.places.usesOf(place).filter((use) => !isWithin(use, assignment.left));
  const resets = others.filter((use) => isReset(use));
  const reads = others.filter((use) => !resets.includes(use));
  if (!reads.every((use) => isReadAfter(use, statement, fn))) {
    return manual(
      `${place.name} is read elsewhere; use res.locals, a WeakMap keyed by the request or AsyncLocalStorage`,
    );
  }
  const name = localName(place, assignment, fn, reads);
  if (name === undefined) return manual('its name is taken in the function; rename it and use a local');
  const isSure = isPrivate(place) && reads.every((use) => !runsLater(use, statement, fn));
  return {
    kind: isSure ? 'automatic' : 'suggested',
    rewrite: () => ({
      edits: [
        ...(isOwnStatement(holder, resets) ? [] : [removeLines(holder)]),
        ...resets.map((use) => removeLines(outermost(use).parent.parent)),
        ...setting(assignment, statement, name, reads.length > 0),
        ...reads.map((use) => replaceRead(use, name)),
      ],
    }),
  };
}

function setting(assignment: ts.BinaryExpression, statement: ts.Statement, name: string, isRead: boolean): TextEdit[] {
  const value = unwrap(assignment.right);
  const isSameName = ts.isIdentifier(value) && value.text === name;
  if (!isRead || isSameName) return [removeLines(statement)];
  const target = assignment.left;
  return [{ file: statement.getSourceFile(), start: target.getStart(), end: target.end, text: `const ${name}` }];
}

function replaceRead(use: ts.Expression, name: string): TextEdit {
  const { parent } = use;
  const key = ts.isShorthandPropertyAssignment(parent) && parent.name.text !== name ? `${parent.name.text}: ` : '';
  return replaceNode(use, key + name);
}

/** The field or variable that can go: declared on its own, without a value of its own. */
function removableDeclaration({ declaration }: Place): ts.Node | undefined {
  if (ts.isPropertyDeclaration(declaration)) {
    return isEmpty(declaration.initializer) && !ts.getDecorators(declaration)?.length ? declaration : undefined;
  }
  if (ts.isVariableDeclaration(declaration)) {
    const list = declaration.parent;
    const isAlone =
      ts.isVariableDeclarationList(list) && list.declarations.length === 1 && ts.isVariableStatement(list.parent);
    return isAlone && isEmpty(declaration.initializer) && !hasModifier(list.parent, ts.SyntaxKind.ExportKeyword)
      ? list.parent
      : undefined;
  }
  // A field that JavaScript declares by assigning it in the constructor, or by this very assignment.
  if (ts.isBinaryExpression(declaration))
    return ts.isExpressionStatement(declaration.parent) ? declaration.parent : undefined;
  return undefined;
}

function isOwnStatement(holder: ts.Node, resets: readonly ts.Expression[]): boolean {
  return (
    ts.isExpressionStatement(holder) && (resets.some((use) => isWithin(use, holder)) || isAssignment(holder.expression))
  );
}

function isEmpty(value: ts.Expression | undefined): boolean {
  return value === undefined || value.kind === ts.SyntaxKind.NullKeyword || value.getText() === 'undefined';
}

/** `this.current = null;` in the constructor. */
function isReset(use: ts.Expression): boolean {
  const { parent } = outermost(use);
  if (
    !isAssignment(parent) ||
    parent.left !== outermost(use) ||
    !isEmpty(parent.right) ||
    !ts.isExpressionStatement(parent.parent)
  )
    return false;
  const fn = functionOf(use);
  return fn !== undefined && ts.isConstructorDeclaration(fn);
}

function isReadAfter(use: ts.Expression, statement: ts.Statement, fn: FunctionNode): boolean {
  const { parent } = outermost(use);
  const isWritten =
    (isAssignment(parent) && parent.left === outermost(use)) ||
    ts.isDeleteExpression(parent) ||
    ts.isPostfixUnaryExpression(parent);
  return !isWritten && fn.body !== undefined && isWithin(use, fn.body) && use.pos >= statement.end;
}

/** After an `await` or in a callback the field may hold another request: the local then reads differently, and rightly. */
function runsLater(use: ts.Expression, statement: ts.Statement, fn: FunctionNode): boolean {
  if (functionOf(use) !== fn) return true;
  let awaits = false;
  walk(fn, (node) => {
    if (isFunctionNode(node)) return false;
    awaits ||=
      (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) && node.pos >= statement.end && node.pos < use.pos;
    return true;
  });
  return awaits;
}

function isPrivate({ declaration }: Place): boolean {
  if (ts.isVariableDeclaration(declaration)) return true;
  if (ts.isPropertyDeclaration(declaration)) {
    return ts.isPrivateIdentifier(declaration.name) || hasModifier(declaration, ts.SyntaxKind.PrivateKeyword);
  }
  return false;
}

function localName(
  place: Place,
  assignment: ts.BinaryExpression,
  fn: FunctionNode,
  reads: readonly ts.Expression[],
): string | undefined {
  const name = place.name.replace(/^[#_]+/, '');
  const value = unwrap(assignment.right);
  if (ts.isIdentifier(value) && value.text === name) return name;
  const isUsed = some(fn, (node) => {
    if (!ts.isIdentifier(node) || node.text !== name) return false;
    if (isWithin(node, assignment.left) || reads.some((use) => isWithin(node, use))) return false;
    const { parent } = node;
    return (
      !(ts.isPropertyAccessExpression(parent) && parent.name === node) &&
      !(ts.isPropertyAssignment(parent) && parent.name === node)
    );
  });
  return isUsed || !/^[A-Za-z_$][\w$]*$/.test(name) ? undefined : name;
}
