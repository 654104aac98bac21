import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { accessAround } from '../../analysis/call-graph.ts';
import { importedCallee } from '../../analysis/imports-of.ts';
import { accessName, isAccess, isAssignment, outermost, unwrap, walk } from '../../analysis/syntax.ts';
import type { Detection } from '../../rule.ts';

/** Text that any memoizer of a package contains. */
export const memoizerText = /memoiz|\bmemo\b/i;

/** Functions that keep a result per argument for ever, unless told otherwise. */
const memoizers: Readonly<Record<string, readonly string[]>> = {
  lodash: ['memoize', 'default.memoize'],
  underscore: ['memoize', 'default.memoize'],
  'lodash.memoize': ['default'],
  'lodash/memoize': ['default'],
  'fast-memoize': ['default'],
  memoizee: ['default'],
  memoize: ['default'],
  'p-memoize': ['default'],
};

/** `const price = memoize(…)` at module level, called with what requests bring. */
export function* memoizersIn(file: ts.SourceFile, analysis: Analysis): Generator<Detection> {
  const calls: ts.CallExpression[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) && isMemoizer(node, analysis)) calls.push(node);
  });
  for (const call of calls) {
    const holder = outermost(call).parent;
    const isHeld = ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder) || isAssignment(holder);
    if (!isHeld || analysis.calls.activationAt(call) !== 'startup' || isBounded(call, holder, analysis)) continue;
    const name = (isAssignment(holder) ? holder.left : holder.name).getText();
    if (!isFedByRequests(holder, analysis)) continue;
    yield {
      node: call,
      message: `${name} keeps a result for every argument and never drops one; give it a bounded cache`,
      confidence: 'high',
      sink: { name, declaration: holder },
      fix: { kind: 'manual', advice: 'give the memoizer a bounded cache, or none' },
    };
  }
}

function isMemoizer(call: ts.CallExpression, analysis: Analysis): boolean {
  const imported = importedCallee(analysis.index, call);
  return imported !== undefined && (memoizers[imported.module]?.includes(imported.name) ?? false);
}

/** An option that bounds it, or a cache that is replaced or cleared: `price.cache = new LRUCache(…)`. */
function isBounded(call: ts.CallExpression, holder: ts.Node, analysis: Analysis): boolean {
  const options = call.arguments[1] && unwrap(call.arguments[1]);
  if (options && !ts.isFunctionLike(options) && !ts.isObjectLiteralExpression(options)) return true;
  if (options && ts.isObjectLiteralExpression(options) && /\b(?:max\w*|cache|ttl|dispose)\b/.test(options.getText()))
    return true;
  return analysis.index.referencesTo(holder).some((reference) => {
    const { parent } = outermost(accessAround(reference));
    return isAccess(parent) && /^(?:cache|clear|delete)$/.test(accessName(parent) ?? '');
  });
}

function isFedByRequests(holder: ts.Node, analysis: Analysis): boolean {
  return analysis.index.referencesTo(holder).some((reference) => {
    const named = outermost(accessAround(reference));
    const call = named.parent;
    if (!ts.isCallExpression(call) || call.expression !== named) return false;
    if (!/^(?:request|event)$/.test(analysis.calls.activationAt(call))) return false;
    return call.arguments.some((argument) => /^(?:request|unique)$/.test(analysis.origins.ofKey(argument)));
  });
}
