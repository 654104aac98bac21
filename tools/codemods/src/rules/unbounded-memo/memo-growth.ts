import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { functionOf, isAccess, isFunctionNode, isWithin, some, unwrap } from '../../analysis/syntax.ts';

/** Whether the entries are results, by their arguments, of a function that was handed in to be remembered. */
export function isMemo({ insertion }: Growth, analysis: Analysis): boolean {
  if (insertion.form !== 'keyed') return false;
  return insertion.values.some((value) => {
    const inner = unwrap(value);
    const declaration = ts.isIdentifier(inner) ? analysis.index.declarationOf(inner) : undefined;
    const made = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : inner;
    return made !== undefined && some(made, (node) => ts.isCallExpression(node) && runsGiven(node, analysis));
  });
}

/** `fn(…)`, `fn.apply(this, …)`, where `fn` was given to a function around the one that runs it. */
function runsGiven(call: ts.CallExpression, analysis: Analysis): boolean {
  const callee = unwrap(call.expression);
  const isForwarded = isAccess(callee) && /\.(?:apply|call)$/.test(callee.getText());
  const named = unwrap(isForwarded ? callee.expression : callee);
  const declaration = ts.isIdentifier(named) ? analysis.index.declarationOf(named) : undefined;
  if (!declaration) return false;
  const owner = ts.isParameter(declaration) ? declaration.parent : functionOf(declaration);
  const user = functionOf(call);
  if (!owner || !isFunctionNode(owner) || !user || owner === user || !isWithin(call, owner)) return false;
  return ts.isParameter(declaration) || isMethodOfDescriptor(declaration);
}

/** `const original = descriptor.value`. */
function isMethodOfDescriptor(declaration: ts.Node): boolean {
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && /\.value\b/.test(value.getText());
}
