import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import { functionOf, isAssignment, isFunctionNode, isWithin, some } from '../analysis/syntax.ts';
import { styleOf } from '../edits/file-style.ts';
import { removeLines } from '../edits/lines.ts';
import { insertAt } from '../edits/text-edit.ts';
import type { Rewrite } from '../rule.ts';

/** Where a declaration can move to the top of its module, or why it cannot. */
export type Hoisting =
  | { readonly kind: 'possible'; rewrite(): Rewrite }
  /** One of the same name and text stands before it, and takes it along. */
  | { readonly kind: 'taken-along'; readonly by: ts.VariableDeclaration }
  | { readonly kind: 'impossible'; readonly why: string };

/**
 * The declaration moves out of its function, in front of the module's statement that holds it; so do those of the same
 * name and text in other functions of the file.
 */
export function hoistingOf(holder: ts.VariableDeclaration, analysis: Analysis): Hoisting {
  const impossible = (why: string) => ({ kind: 'impossible', why }) as const;
  const twins = twinsOf(holder, analysis);
  const [first = holder] = twins;
  const statement = moduleStatement(first);
  if (!twins.every(isAlone)) return impossible('it is declared together with something else');
  if (twins.some((twin) => isReassigned(twin, analysis))) return impossible('it is assigned again');
  const { initializer } = holder;
  if (!initializer || !standsAlone(initializer, statement, analysis))
    return impossible('what it is made of is only known there');
  if (isNamedOtherwise(twins, analysis)) return impossible('something else of the file has its name');
  if (first !== holder) return { kind: 'taken-along', by: first };
  const file = holder.getSourceFile();
  const { newLine } = styleOf(file);
  return {
    kind: 'possible',
    rewrite: () => ({
      edits: [
        insertAt(file, startWithComment(statement), declarationOf(first).getText() + newLine + newLine),
        ...twins.map((twin) => removeLines(declarationOf(twin))),
      ],
    }),
  };
}

/** The declarations of the same name and value in functions of the file, in the order of the text. */
function twinsOf(holder: ts.VariableDeclaration, { index }: Analysis): ts.VariableDeclaration[] {
  const file = holder.getSourceFile();
  return index
    .named(holder.name.getText())
    .map(({ parent }) => parent)
    .filter((each): each is ts.VariableDeclaration => ts.isVariableDeclaration(each) && each.getSourceFile() === file)
    .filter((each) => functionOf(each) !== undefined && each.getText() === holder.getText());
}

function declarationOf(holder: ts.VariableDeclaration): ts.Node {
  return holder.parent.parent;
}

function isAlone(holder: ts.VariableDeclaration): boolean {
  const list = holder.parent;
  return (
    ts.isVariableDeclarationList(list) &&
    list.declarations.length === 1 &&
    ts.isVariableStatement(list.parent) &&
    ts.isBlock(list.parent.parent)
  );
}

function isReassigned(holder: ts.VariableDeclaration, { index }: Analysis): boolean {
  return index.referencesTo(holder).some((use) => isAssignment(use.parent) && use.parent.left === use);
}

/** Made of nothing but literals, globals, and what the module declares before. */
function standsAlone(value: ts.Expression, statement: ts.Node, { index }: Analysis): boolean {
  return !some(value, (node) => {
    if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword)
      return true;
    if (!ts.isIdentifier(node)) return false;
    if (node.text === 'arguments') return true;
    const declaration = index.declarationOf(node);
    if (!declaration || declaration.getSourceFile() !== value.getSourceFile() || isWithin(declaration, value))
      return false;
    if (functionOf(declaration) !== undefined || ts.isParameter(declaration)) return true;
    return ts.isVariableDeclaration(declaration) && declaration.pos >= statement.pos;
  });
}

/** Something else of the file has the name, too. */
function isNamedOtherwise(twins: readonly ts.VariableDeclaration[], { index }: Analysis): boolean {
  const [first] = twins;
  if (!first) return true;
  const own = new Set<ts.Node>(twins.flatMap((twin) => [twin.name, ...index.referencesTo(twin)]));
  return index
    .named(first.name.getText())
    .some((each) => each.getSourceFile() === first.getSourceFile() && !own.has(each) && !isMemberName(each));
}

/** `this.client`, `{ client: … }`: a name of something else's, which the variable does not meet. */
function isMemberName(name: ts.Node): boolean {
  const { parent } = name;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isPropertyAssignment(parent) && parent.name === name) ||
    (ts.isPropertyDeclaration(parent) && parent.name === name) ||
    (ts.isMethodDeclaration(parent) && parent.name === name && !isFunctionNode(name))
  );
}

function moduleStatement(node: ts.Node): ts.Node {
  let outer = node;
  while (!ts.isSourceFile(outer.parent)) outer = outer.parent;
  return outer;
}

function startWithComment(statement: ts.Node): number {
  const [comment] = ts.getLeadingCommentRanges(statement.getSourceFile().text, statement.pos) ?? [];
  return comment?.pos ?? statement.getStart();
}
