import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { bindingOf } from './call-graph.ts';
import { decoratorNames } from './handlers.ts';
import { isExportsAccess, setupName } from './program-index.ts';
import {
  calleeName,
  functionOf,
  hasModifier,
  isAssignment,
  isWithin,
  outermost,
  some,
  type FunctionNode,
} from './syntax.ts';

/**
 * Whether code runs when someone outside of the sources calls it: in a public method of a service, or an exported function, that
 * nothing in the sources calls. How often that is there is no telling.
 */
export function isOffered(node: ts.Node, { calls }: Pick<Analysis, 'calls'>): boolean {
  const fn = runningFunction(node);
  if (!fn || calls.activationOf(fn) !== 'unknown' || !isPublic(fn)) return false;
  const binding = bindingOf(calls.index, fn);
  const name = (binding as { name?: ts.Node } | undefined)?.name?.getText() ?? '';
  if (setupName.test(name) || fillsAtStart.test(name)) return false;
  return calls.callSitesOf(fn).length === 0 && calls.valueUsesOf(fn).length === 0;
}

/** Whether an expression is made of what a caller outside of the sources passes. */
export function isPassedFromOutside(expression: ts.Expression, { calls }: Pick<Analysis, 'calls'>, depth = 0): boolean {
  const fn = outermostFunction(expression);
  return some(expression, (node) => {
    const declaration = ts.isIdentifier(node) ? calls.index.declarationOf(node) : undefined;
    let holder = declaration;
    while (holder && ts.isBindingElement(holder)) holder = holder.parent.parent;
    if (!holder || !isWithin(holder, fn ?? holder)) return false;
    if (ts.isParameter(holder)) return holder.parent === fn;
    const value = ts.isVariableDeclaration(holder) && holder.initializer;
    return value ? depth < 3 && isPassedFromOutside(value, { calls }, depth + 1) : false;
  });
}

/** The function around, seen through what it runs at once: `new Promise((resolve) => …)`, `ids.forEach((id) => …)`. */
function runningFunction(node: ts.Node): FunctionNode | undefined {
  const fn = functionOf(node);
  const { parent } = fn ? outermost(fn) : node;
  const isRunAtOnce =
    fn !== undefined &&
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    /^(?:Promise|then|map|forEach|filter|some|every)$/.test(calleeName(parent) ?? '');
  return isRunAtOnce ? runningFunction(fn) : fn;
}

function outermostFunction(node: ts.Node): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) found = fn;
  return found;
}

function isPublic(fn: FunctionNode): boolean {
  if (ts.isMethodDeclaration(fn)) return isServiceMethod(fn);
  if (ts.isFunctionDeclaration(fn)) return hasModifier(fn, ts.SyntaxKind.ExportKeyword);
  const { parent } = outermost(fn);
  if (isAssignment(parent)) return isExportsAccess(parent.left);
  return ts.isVariableDeclaration(parent) && hasModifier(parent.parent.parent, ts.SyntaxKind.ExportKeyword);
}

function isServiceMethod(method: ts.MethodDeclaration): boolean {
  const isHidden =
    ts.isPrivateIdentifier(method.name) ||
    hasModifier(method, ts.SyntaxKind.PrivateKeyword) ||
    hasModifier(method, ts.SyntaxKind.ProtectedKeyword);
  if (isHidden || !ts.isClassLike(method.parent) || decoratorNames(method).length > 0) return false;
  return decoratorNames(method.parent).some((name) => /^(?:Injectable|Service|[Ss]ingleton|injectable)$/.test(name));
}

/** What a program calls while it starts: `defineRoute`, `addPlugin`, `onModuleInit`. */
const fillsAtStart =
  /^(?:on[A-Z]|use[A-Z]?|define|declare|provide|load|bind|extend|add(?:Plugin|Route|Handler|Middleware|Rule|Module|Type|Provider|Command|Schema|Resolver|Controller|Strategy|Helper|Filter)|set(?:Config|Default|Option)|preload|seed|enable)/;
