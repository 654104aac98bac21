import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { isAppLike, isRequestName } from '../../analysis/handlers.ts';
import { accessName, calleeName, functionOf, isAccess, outermost, receiverOf, unwrap } from '../../analysis/syntax.ts';

/** `req.route.path` in place of `req.path`, in a handler that stands in its own route: there Express has set it. */
export function routeOf(value: ts.Expression, analysis: Analysis): string | undefined {
  const inner = unwrap(value);
  if (!isAccess(inner) || !/^(?:path|url|originalUrl)$/.test(accessName(inner) ?? '')) return undefined;
  const base = unwrap(inner.expression);
  if (!ts.isIdentifier(base) || !isRequestName(base.text)) return undefined;
  const fn = functionOf(value);
  const isOfExpress = /['"]express['"]/.test(value.getSourceFile().text);
  return fn && isOfExpress && standsInRoute(fn, analysis) ? `${base.text}.route.path` : undefined;
}

function standsInRoute(fn: ts.Node, analysis: Analysis): boolean {
  const { parent } = outermost(fn);
  if (!ts.isCallExpression(parent) || !/^(?:get|post|put|patch|delete)$/.test(calleeName(parent) ?? '')) return false;
  const [path] = parent.arguments;
  const receiver = receiverOf(parent);
  return (
    path !== undefined && ts.isStringLiteralLike(path) && receiver !== undefined && isAppLike(analysis.index, receiver)
  );
}
