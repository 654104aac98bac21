import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { accessName, foundAtCalls, functionOf, isAccess, isFunctionNode, some, unwrap } from '../../analysis/syntax.ts';
import type { Detection } from '../../rule.ts';
import { abortAdditionAt } from '../listener-per-request/additions.ts';
import { fateOf } from '../listener-per-request/removals.ts';

/**
 * A helper that listens to the signal it is handed, such as `sleep(ms, { signal })`: how long that lives is for its callers to say,
 * and one that lives long collects a listener per call.
 */
export function foreignSignalsIn(file: ts.SourceFile, known: ReadonlySet<ts.Node>, analysis: Analysis): Detection[] {
  return foundAtCalls(file, (call) => {
    const addition = known.has(call) ? undefined : abortAdditionAt(call, analysis);
    if (!addition || !isHandedIn(addition.emitter, call, analysis)) return undefined;
    const { teardown } = fateOf(addition, analysis);
    if (teardown === 'released' || teardown === 'sometimes') return undefined;
    const name = addition.emitter.getText();
    return {
      node: call,
      message: `${name} keeps a listener per call until it aborts; remove the listener when the work is done`,
      confidence: 'low',
      subject: `${name} abort`,
      fix: {
        kind: 'manual',
        advice: 'keep the listener in a variable and remove it in a finally block, or where the promise settles',
      },
    };
  });
}

/** A parameter of a function around, or a part of one, that no caller is seen to make for the call alone. */
function isHandedIn(emitter: ts.Expression, call: ts.CallExpression, { index, calls, lifetimes }: Analysis): boolean {
  const base = rootOf(unwrap(emitter));
  const declaration = base && index.declarationOf(base);
  const parameter = declaration && parameterOf(declaration);
  if (!parameter || !isFunctionNode(parameter.parent)) return false;
  const isOfRun = some(
    parameter.parent,
    (node) => ts.isNewExpression(node) && node.expression.getText() === 'AbortController',
  );
  if (isOfRun || functionOf(call) === undefined) return false;
  const passed = calls.argumentsFor(parameter).map(({ value }) => lifetimes.ofValue(value, value));
  return passed.length === 0 || passed.some((lifetime) => lifetime === 'process' || lifetime === 'unknown');
}

function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(expression)) return expression;
  const isSignal = isAccess(expression) && /signal$/i.test(accessName(expression) ?? '');
  return isSignal ? rootOf(unwrap(expression.expression)) : undefined;
}

/** `signal`, and `{ signal }` of a destructured parameter. */
function parameterOf(declaration: ts.Node): ts.ParameterDeclaration | undefined {
  if (ts.isParameter(declaration)) return declaration;
  const isPart = ts.isBindingElement(declaration) && ts.isParameter(declaration.parent.parent);
  return isPart ? declaration.parent.parent : undefined;
}
