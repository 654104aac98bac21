import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Insertion } from '../../analysis/insertions.ts';
import { isAccess, isAssignment, isFunctionNode, thisKeywordIn, unwrap, walk } from '../../analysis/syntax.ts';

/** The object that an insertion adds, where it refers back to the object that holds the container. */
export interface BackReference {
  /** The added value. */
  readonly value: ts.Expression;
  /** The object that both hold on to: `root` in `root.children.add(new Node(root))`. */
  readonly anchor: ts.Expression;
}

/** Whether what is added points back at what it is added to. */
export function backReference(insertion: Insertion, analysis: Analysis): BackReference | undefined {
  const container = unwrap(insertion.container);
  const [value] = insertion.values;
  if (!isAccess(container) || !value) return undefined;
  const anchor = container.expression;
  return pointsAt(unwrap(value), anchor, analysis) ? { value, anchor } : undefined;
}

function pointsAt(value: ts.Expression, anchor: ts.Expression, analysis: Analysis): boolean {
  if (value.kind === ts.SyntaxKind.ThisKeyword) return constructorKeeps(value, anchor);
  if (ts.isNewExpression(value)) return constructedWith(value, anchor, analysis);
  if (ts.isObjectLiteralExpression(value)) {
    return value.properties.some((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return sameObject(property.name, anchor, analysis);
      return ts.isPropertyAssignment(property) && sameObject(property.initializer, anchor, analysis);
    });
  }
  if (!ts.isIdentifier(value)) return false;
  const declaration = analysis.index.declarationOf(value);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  if (declaration.initializer && pointsAt(unwrap(declaration.initializer), anchor, analysis)) return true;
  // const node = {}; node.parent = root;
  return analysis.index.referencesTo(declaration).some(({ parent }) => {
    const assignment = parent.parent;
    return (
      isAccess(parent) &&
      isAssignment(assignment) &&
      assignment.left === parent &&
      sameObject(assignment.right, anchor, analysis)
    );
  });
}

/** `new Node(root, …)` whose constructor keeps that argument in a field. */
function constructedWith(created: ts.NewExpression, anchor: ts.Expression, analysis: Analysis): boolean {
  const position = created.arguments?.findIndex((argument) => sameObject(argument, anchor, analysis)) ?? -1;
  if (position < 0) return false;
  const constructor = analysis.index.classOf(created.expression)?.members.find(ts.isConstructorDeclaration);
  const parameter = constructor?.parameters[position];
  if (!constructor?.body || !parameter) return false;
  if (ts.isParameterPropertyDeclaration(parameter, constructor)) return true;
  return keepsInField(constructor.body, parameter.name.getText());
}

/** `this` added in a constructor which also keeps the holder: `this.parent = parent; parent.children.push(this)`. */
function constructorKeeps(self: ts.Node, anchor: ts.Expression): boolean {
  for (let node: ts.Node = self; !ts.isSourceFile(node); node = node.parent) {
    if (!isFunctionNode(node)) continue;
    if (!node.body || !ts.isBlock(node.body)) return false;
    const isProperty =
      ts.isConstructorDeclaration(node) &&
      node.parameters.some(
        (each) => each.name.getText() === anchor.getText() && ts.isParameterPropertyDeclaration(each, node),
      );
    return isProperty || keepsInField(node.body, anchor.getText());
  }
  return false;
}

function keepsInField(body: ts.Block, name: string): boolean {
  let keeps = false;
  walk(body, (node) => {
    keeps ||=
      isAssignment(node) &&
      isAccess(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.right.getText() === name;
  });
  return keeps;
}

function sameObject(a: ts.Expression, b: ts.Expression, analysis: Analysis): boolean {
  const [left, right] = [unwrap(a), unwrap(b)];
  if (left.kind === ts.SyntaxKind.ThisKeyword || right.kind === ts.SyntaxKind.ThisKeyword) {
    return left.kind === right.kind && thisKeywordIn(left) === thisKeywordIn(right);
  }
  const declaration = analysis.index.declarationOf(left);
  return declaration !== undefined && declaration === analysis.index.declarationOf(right);
}
