import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { functionOf, unwrap } from './syntax.ts';

type Kind = 'string' | 'number' | 'boolean' | 'function' | 'object';

/**
 * Whether a node stands in a branch for arguments of another kind than those that requests and events bring:
 * `if (typeof name === 'function') …`, where they all pass a text.
 */
export function isShutToRequests(node: ts.Node, analysis: Analysis): boolean {
  const fn = functionOf(node);
  if (!fn) return false;
  for (let current = node; current !== fn; current = current.parent) {
    const { parent } = current;
    if (!ts.isIfStatement(parent) || current !== parent.thenStatement) continue;
    const asked = kindsAsked(parent.expression);
    if (asked && isNeverPassed(asked, fn.parameters, analysis)) return true;
  }
  return false;
}

interface Asked {
  readonly name: string;
  readonly kinds: ReadonlySet<Kind>;
}

function isNeverPassed(
  { name, kinds }: Asked,
  parameters: readonly ts.ParameterDeclaration[],
  { calls, index }: Analysis,
): boolean {
  const parameter = parameters.find((each) => each.name.getText() === name);
  if (!parameter) return false;
  const passed = calls
    .argumentsFor(parameter)
    .filter(({ call }) => /^(?:request|event)$/.test(calls.activationAt(call)));
  return (
    passed.length > 0 &&
    passed.every(({ value }) => {
      const kind = kindOf(index.checker.getTypeAtLocation(value));
      return kind !== undefined && !kinds.has(kind);
    })
  );
}

/** `typeof name === 'function' || name instanceof RegExp`. */
function kindsAsked(condition: ts.Expression): Asked | undefined {
  const inner = unwrap(condition);
  if (!ts.isBinaryExpression(inner)) return undefined;
  const { left, operatorToken, right } = inner;
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken) {
    const [one, other] = [kindsAsked(left), kindsAsked(right)];
    return one && other && one.name === other.name
      ? { name: one.name, kinds: new Set([...one.kinds, ...other.kinds]) }
      : undefined;
  }
  if (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
    return { name: left.getText(), kinds: new Set(['object', 'function']) };
  const isEqual =
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken;
  if (!isEqual || !ts.isTypeOfExpression(left) || !ts.isStringLiteralLike(right)) return undefined;
  return { name: left.expression.getText(), kinds: new Set([right.text as Kind]) };
}

function kindOf({ flags }: ts.Type): Kind | undefined {
  if (flags & ts.TypeFlags.StringLike) return 'string';
  if (flags & ts.TypeFlags.NumberLike) return 'number';
  return flags & ts.TypeFlags.BooleanLike ? 'boolean' : undefined;
}
