import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { holdsExchange } from '../../analysis/growth.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import type { Place } from '../../analysis/places.ts';
import {
  accessName,
  calleeName,
  compactText,
  functionOf,
  isAccess,
  isAssignment,
  isComputedAccess,
  isFunctionNode,
  outermost,
  receiverOf,
  some,
  unwrap,
  walk,
} from '../../analysis/syntax.ts';
import type { Rule } from '../../rule.ts';
import { localFix } from './local-rewrite.ts';

/** A process-lived field, variable or global that holds on to the last request or response. */
export const requestInField: Rule<'request-in-field'> = {
  cause: 'request-in-field',
  gate: /\b(?:req|request|res|response|ctx|context|reply|c)\b/i,
  *detect(file, { analysis }) {
    const reported = new Set<string>();
    for (const keeping of keepingsIn(file)) {
      const { node, value } = keeping;
      const name = nameOfKeeper(keeping, analysis);
      const place = name && analysis.places.placeOf(name);
      if (!place || reported.has(place.key)) continue;
      reported.add(place.key);
      const isSure = analysis.calls.activationAt(node) === 'request' && !isFunctionNode(unwrap(value));
      yield {
        node,
        message: `${place.name} keeps the last ${what(value)} of the process alive; hold it in a local or in res.locals`,
        confidence: isSure ? 'high' : 'medium',
        sink: { name: place.name, declaration: place.declaration },
        fix: isAssignment(node) ? localFix(node, place, analysis) : { kind: 'manual', advice: 'hold it in res.locals' },
      };
    }
  },
};

/** `this.current = req`, `app.set('current', req)`: what keeps one value under one name. */
interface Keeping {
  readonly node: ts.BinaryExpression | ts.CallExpression;
  readonly keeper: ts.Expression;
  readonly value: ts.Expression;
}

function keepingsIn(file: ts.SourceFile): Keeping[] {
  const found: Keeping[] = [];
  walk(file, (node) => {
    if (isAssignment(node) && !isComputedAccess(unwrap(node.left)))
      found.push({ node, keeper: unwrap(node.left), value: node.right });
    if (!ts.isCallExpression(node) || calleeName(node) !== 'set') return;
    const [key, value] = node.arguments;
    const keeper = receiverOf(node);
    if (keeper && key && value && ts.isStringLiteralLike(key)) found.push({ node, keeper: unwrap(keeper), value });
  });
  return found;
}

/** The variable, field or collection that keeps part of a request for longer than it lasts. */
function nameOfKeeper({ node, keeper, value }: Keeping, analysis: Analysis): ts.Expression | undefined {
  if (!ts.isIdentifier(keeper) && !isAccess(keeper)) return undefined;
  if (functionOf(node) === undefined || !holdsExchange(value, analysis)) return undefined;
  if (ts.isCallExpression(node) && isOfPackage(keeper, analysis)) return undefined;
  const place = analysis.places.placeOf(keeper);
  if (!place || analysis.lifetimes.of(place, node) !== 'process') return undefined;
  if (!analysis.calls.repeatsAt(node)) return undefined;
  return isEndedBefore(keeper, node) || isCleared(place, node, analysis) ? undefined : keeper;
}

/** `import context from 'express-http-context'; context.set('request', req)`: what such a package keeps, it keeps per request. */
function isOfPackage(keeper: ts.Expression, { index }: Analysis): boolean {
  const module = importedNameOf(index, keeper)?.module;
  return module !== undefined && !module.startsWith('.');
}

/** `if (this.response) this.response.end(); this.response = res`: kept open on purpose, one at a time. */
function isEndedBefore(keeper: ts.Expression, kept: ts.Node): boolean {
  const fn = functionOf(kept);
  return (
    fn !== undefined &&
    some(fn, (node) => {
      if (!ts.isCallExpression(node) || node.pos > kept.pos) return false;
      const receiver = /^(?:end|destroy|close)$/.test(calleeName(node) ?? '') && receiverOf(node);
      return receiver ? compactText(receiver) === compactText(keeper) : false;
    })
  );
}

/** Something sets it to another value once the request is over. */
function isCleared(place: Place, kept: ts.Node, analysis: Analysis): boolean {
  return analysis.places.usesOf(place).some((use) => {
    const { parent } = outermost(use);
    if (ts.isDeleteExpression(parent)) return true;
    if (isAccess(parent) && /^(?:delete|clear)$/.test(accessName(parent) ?? '')) return true;
    if (!isAssignment(parent) || parent === kept || outermost(parent.left) !== outermost(use)) return false;
    const fn = functionOf(parent);
    if (!fn || ts.isConstructorDeclaration(fn) || parent === place.declaration) return false;
    return analysis.calls.isCalled(fn) && !holdsExchange(parent.right, analysis);
  });
}

function what(kept: ts.Expression): string {
  const value = unwrap(kept);
  if (!ts.isIdentifier(value)) return 'request and response';
  return /^_*(?:res|reply)/i.test(value.text) ? 'response' : 'request';
}
