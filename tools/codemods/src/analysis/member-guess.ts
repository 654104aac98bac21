import { builtinModules } from 'node:module';
import { ts } from 'ts-morph';
import { importedNameOf } from './imports-of.ts';
import { declaredName, functionDeclaredBy, initializerOf, type ProgramIndex } from './program-index.ts';
import { outermost, some, unwrap, type FunctionNode, isFunctionNode } from './syntax.ts';

/** The accesses `receiver.name` of which it is not known which member they mean, or only which interface. */
export function openAccesses(index: ProgramIndex, name: string): ts.PropertyAccessExpression[] {
  return index.named(name).flatMap((identifier) => {
    const access = identifier.parent;
    if (!ts.isPropertyAccessExpression(access) || access.name !== identifier) return [];
    const declaration = index.declarationOf(identifier);
    return declaration === undefined || isContractMember(declaration) ? [access] : [];
  });
}

/**
 * Whether an open access may mean a member of the sources although only the name agrees. What the name alone suggests must not
 * contradict the rest of the call: `path.resolve(file)` never runs a method `resolve` of ours.
 */
export function mayBeMember(index: ProgramIndex, access: ts.PropertyAccessExpression, member: ts.Node): boolean {
  if (isForeign(index, access.expression, member)) return false;
  const named = outermost(access);
  const { parent } = named;
  const isCalled = ts.isCallExpression(parent) && parent.expression === named;
  const fn = functionDeclaredBy(member);
  return !isCalled || !fn || takes(fn, parent);
}

/** A member of an interface or type of the sources: some class stands behind it. */
function isContractMember(declaration: ts.Node): boolean {
  return (
    ts.isMethodSignature(declaration) ||
    ts.isPropertySignature(declaration) ||
    (ts.isMethodDeclaration(declaration) && !declaration.body)
  );
}

/** The language, a module of Node itself, or an instance of a class that does not own the member. */
function isForeign(index: ProgramIndex, receiver: ts.Expression, member: ts.Node): boolean {
  const inner = unwrap(receiver);
  if (ts.isIdentifier(inner) && inner.text in globalThis && !index.declarationOf(inner)) return true;
  const imported = importedNameOf(index, inner);
  if (imported && builtins.has(imported.module)) return true;
  const made = creationOf(index, inner);
  const name = made && classNameOf(made);
  return name !== undefined && ts.isClassLike(member.parent) && !familyOf(index, member.parent).has(name);
}

const builtins = new Set(builtinModules);

function creationOf(index: ProgramIndex, receiver: ts.Expression): ts.NewExpression | undefined {
  if (ts.isNewExpression(receiver)) return receiver;
  const declaration = index.declarationOf(receiver);
  const value = declaration && initializerOf(declaration);
  const inner = value && unwrap(value);
  return inner && ts.isNewExpression(inner) ? inner : undefined;
}

function classNameOf({ expression }: ts.NewExpression): string | undefined {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : undefined;
}

/** The names of a class and of the classes below it. */
function familyOf(index: ProgramIndex, node: ts.ClassLikeDeclaration): ReadonlySet<string> {
  const names = new Set<string>();
  const open: ts.ClassLikeDeclaration[] = [node];
  for (let current = open.pop(); current; current = open.pop()) {
    const name = declaredName(current);
    if (name === undefined || names.has(name)) continue;
    names.add(name);
    for (const { parent } of index.named(name)) {
      if (ts.isExpressionWithTypeArguments(parent) && ts.isClassLike(parent.parent.parent))
        open.push(parent.parent.parent);
    }
  }
  return names;
}

/** Whether a function can do with as many arguments as a call passes. */
function takes(fn: FunctionNode, call: ts.CallExpression): boolean {
  if (call.arguments.some(ts.isSpreadElement)) return true;
  const passed = call.arguments.length;
  const needed = fn.parameters.findLastIndex((each) => !isOptional(each)) + 1;
  // In JavaScript a parameter that may be left out does not say so.
  const isTyped = /\.[cm]?tsx?$/.test(fn.getSourceFile().fileName);
  if (isTyped ? passed < needed : passed === 0 && needed > 0) return false;
  return passed <= fn.parameters.length || takesMore(fn);
}

function isOptional(parameter: ts.ParameterDeclaration): boolean {
  return Boolean(parameter.questionToken ?? parameter.initializer ?? parameter.dotDotDotToken);
}

function takesMore(fn: FunctionNode): boolean {
  if (fn.parameters.some((each) => each.dotDotDotToken)) return true;
  return some(fn, (node) => ts.isIdentifier(node) && node.text === 'arguments' && !isFunctionNode(node.parent));
}
