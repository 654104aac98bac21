import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import {
  calleeName,
  functionOf,
  isAssignment,
  isFunctionNode,
  outermost,
  some,
  unwrap,
} from '../../analysis/syntax.ts';
import { isListening } from '../../analysis/teardown.ts';

/** Whether the entries are promises that only an answer settles, and only an answer takes out. */
export function waitsForAnswer(growth: Growth, analysis: Analysis): boolean {
  const { insertion, bound, place } = growth;
  if (insertion.form !== 'keyed' || !insertion.values.some((value) => holdsResolver(value, analysis, 0))) return false;
  if (bound.kind !== 'released') return bound.kind === 'none';
  if (hasDeadline(insertion.node)) return false;
  const releases = analysis.releases.releasesOf(place);
  return releases.every(({ node, takes }) => takes === 'entry' && isByAnswer(node, analysis, 0));
}

/** `resolve`, `{ resolve, reject }`, `(answer) => resolve(answer)`, `Promise.withResolvers()`, also by a variable. */
export function holdsResolver(value: ts.Expression, analysis: Analysis, depth: number): boolean {
  const inner = unwrap(value);
  if (isFunctionNode(inner))
    return some(inner, (node) => ts.isIdentifier(node) && resolverOf(node, analysis) !== undefined);
  if (ts.isObjectLiteralExpression(inner)) {
    return inner.properties.some((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return holdsResolver(property.name, analysis, depth);
      return ts.isPropertyAssignment(property) && holdsResolver(property.initializer, analysis, depth);
    });
  }
  if (ts.isCallExpression(inner) || ts.isNewExpression(inner))
    return /^(?:withResolvers|p?[dD]efer(?:red)?|createDeferred)$/.test(calleeName(inner) ?? '');
  if (!ts.isIdentifier(inner)) return false;
  if (resolverOf(inner, analysis)) return true;
  const declaration = analysis.index.declarationOf(inner);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer || depth > 2) return false;
  return functionOf(declaration) !== undefined && holdsResolver(declaration.initializer, analysis, depth + 1);
}

/** The parameter of an executor that a name stands for. */
function resolverOf(name: ts.Identifier, analysis: Analysis): ts.ParameterDeclaration | undefined {
  const declaration = analysis.index.declarationOf(name);
  if (!declaration || !ts.isParameter(declaration)) return undefined;
  const { parent } = outermost(declaration.parent);
  return ts.isNewExpression(parent) && calleeName(parent) === 'Promise' ? declaration : undefined;
}

/** Something in the functions around limits how long the answer may take. */
function hasDeadline(node: ts.Node): boolean {
  let around: ts.Node | undefined;
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) around = fn;
  return around !== undefined && /timeout|deadline|abort|signal|finally|expire/i.test(around.getText());
}

/** Whether code runs at nothing but the arrival of a message. */
function isByAnswer(node: ts.Node, analysis: Analysis, depth: number): boolean {
  const fn = functionOf(node);
  if (!fn || depth > 5) return false;
  const sites = analysis.calls.callSitesOf(fn);
  const uses = analysis.calls.valueUsesOf(fn);
  if (sites.length + uses.length === 0) return false;
  return sites.every((site) => isByAnswer(site, analysis, depth + 1)) && uses.every(isMessageListener);
}

function isMessageListener(value: ts.Node): boolean {
  const outer = outermost(value);
  const { parent } = outer;
  if (isAssignment(parent)) return /\bonmessage$/.test(parent.left.getText());
  if (!ts.isCallExpression(parent)) return false;
  const name = calleeName(parent) ?? '';
  if (name === 'consume' || name === 'subscribe') return true;
  const [event] = parent.arguments;
  return (
    isListening(name) &&
    event !== undefined &&
    ts.isStringLiteralLike(event) &&
    /message|data|reply|response|result|answer|frame|packet/i.test(event.text)
  );
}
