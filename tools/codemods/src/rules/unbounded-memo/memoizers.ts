import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { accessAround } from '../../analysis/call-graph.ts';
import { importedCallee } from '../../analysis/imports-of.ts';
import {
  accessName,
  calleeName,
  isAccess,
  isAssignment,
  outermost,
  thisKeywordIn,
  unwrap,
  walk,
  type CallLike,
} from '../../analysis/syntax.ts';
import { comesFromRequest } from '../../flow-of.ts';
import type { Detection } from '../../rule.ts';
import { memoizerFix } from './memoizer-rewrite.ts';

/** Text that any memoizer of a package contains. */
export const memoizerText = /memoiz|\bmemo\b|\bmemize\b|dataloader/i;

/** A package that keeps a result per argument for ever, unless told otherwise. */
export interface Memoizer {
  readonly exports: readonly string[];
  /** How it is bounded by a rewrite: a `cache` put in its place, or an option. */
  readonly bounded?: 'cache' | 'max';
}

const ofLodash = { exports: ['memoize', 'default.memoize'], bounded: 'cache' } as const;

const memoizers: Readonly<Record<string, Memoizer>> = {
  lodash: ofLodash,
  'lodash-es': ofLodash,
  underscore: { exports: ['memoize', 'default.memoize'] },
  'lodash.memoize': { exports: ['default'], bounded: 'cache' },
  'lodash/memoize': { exports: ['default'], bounded: 'cache' },
  'lodash-es/memoize': { exports: ['default'], bounded: 'cache' },
  'fast-memoize': { exports: ['default'] },
  memoizee: { exports: ['default'], bounded: 'max' },
  memoize: { exports: ['default'] },
  memize: { exports: ['default'] },
  'p-memoize': { exports: ['default'] },
  async: { exports: ['memoize', 'default.memoize'] },
  'async/memoize': { exports: ['default'] },
  ramda: { exports: ['memoizeWith', 'default.memoizeWith'] },
  '@github/memoize': { exports: ['default'] },
  dataloader: { exports: ['default'] },
};

/** `const price = memoize(…)` of the process, called with what requests bring. */
export function* memoizersIn(file: ts.SourceFile, analysis: Analysis): Generator<Detection> {
  const calls: CallLike[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) calls.push(node);
  });
  for (const call of calls) {
    const memoizer = memoizerOf(call, analysis);
    const holder = outermost(call).parent;
    const isHeld = ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder) || isAssignment(holder);
    if (!memoizer || !isHeld || analysis.calls.activationAt(call) !== 'startup') continue;
    const declarations = declarationsOf(holder, analysis);
    const fed = argumentsFromRequests(declarations, analysis);
    if (fed.length === 0 || isBounded(call, declarations, analysis)) continue;
    const name = (isAssignment(holder) ? holder.left : holder.name).getText();
    yield {
      node: call,
      message: `${name} keeps a result for every argument and never drops one; give it a bounded cache`,
      confidence: fed.some((argument) => comesFromRequest(argument, analysis)) ? 'high' : 'medium',
      sink: { name, declaration: holder },
      fix: memoizerFix(call, memoizer, holder),
    };
  }
}

function memoizerOf(call: CallLike, analysis: Analysis): Memoizer | undefined {
  const name = calleeName(call) ?? '';
  if (!memoizerText.test(name) && !memoizerText.test(call.expression.getText())) return undefined;
  const imported = importedCallee(analysis.index, call);
  const memoizer = imported && memoizers[imported.module];
  return memoizer?.exports.includes(imported?.name ?? '') ? memoizer : undefined;
}

/** What callers name: the variable or field, also where the constructor puts it in the place of a method. */
function declarationsOf(holder: ts.Node, analysis: Analysis): readonly ts.Node[] {
  if (!isAssignment(holder)) return [holder];
  const named = analysis.index.declarationOf(holder.left) ?? methodNamedBy(holder.left);
  return named ? [holder, named] : [holder];
}

function methodNamedBy(left: ts.Expression): ts.Node | undefined {
  const owner = thisKeywordIn(left)?.parent;
  const name = accessName(left);
  if (!owner || !ts.isClassLike(owner) || name === undefined) return undefined;
  return owner.members.find((member) => member.name?.getText() === name);
}

function usesOf(declarations: readonly ts.Node[], analysis: Analysis): ts.Node[] {
  return declarations.flatMap((each) => analysis.index.referencesTo(each)).map((each) => outermost(accessAround(each)));
}

/** An option that bounds it, or a cache that is replaced or cleared: `price.cache = new LRUCache(…)`. */
function isBounded(call: CallLike, declarations: readonly ts.Node[], analysis: Analysis): boolean {
  const options = call.arguments?.[1] && unwrap(call.arguments[1]);
  const isFunction = options !== undefined && (ts.isFunctionLike(options) || analysis.index.functionOf(options));
  if (options && !isFunction && !ts.isObjectLiteralExpression(options)) return true;
  if (options && ts.isObjectLiteralExpression(options) && /\b(?:max\w*|cache\w*|ttl|dispose)\b/.test(options.getText()))
    return true;
  return usesOf(declarations, analysis).some(({ parent }) => {
    return isAccess(parent) && /^(?:cache|clear|clearAll|delete|unmemoized)$/.test(accessName(parent) ?? '');
  });
}

/** Called, or `load`ed where it is a loader of data, with what comes from outside. */
function argumentsFromRequests(declarations: readonly ts.Node[], analysis: Analysis): ts.Expression[] {
  return usesOf(declarations, analysis).flatMap((named) => {
    const { parent } = named;
    const isLoad = isAccess(parent) && /^load(?:Many)?$/.test(accessName(parent) ?? '');
    const callee = isLoad ? parent : named;
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) return [];
    if (!/^(?:request|event)$/.test(analysis.calls.activationAt(call))) return [];
    return call.arguments.filter((argument) => /^(?:request|unique)$/.test(analysis.origins.ofKey(argument)));
  });
}
