import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { decoratorNames } from '../../analysis/handlers.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  isAccess,
  isFunctionNode,
  outermost,
  receiverOf,
  some,
  unwrap,
  walk,
  wholeAccess,
  type CallLike,
} from '../../analysis/syntax.ts';

/** A value of request data that names a series of a metric, or a metric itself. */
export interface Label {
  readonly node: ts.Node;
  readonly metric: { readonly name: string; readonly declaration: ts.Node };
  readonly value: ts.Expression;
  /** The value is the name of a metric of its own. */
  readonly isName: boolean;
  /** Clients decide the value, and it is no list that happens to be short. */
  readonly isSure: boolean;
}

/** The calls of a file that give a metric of prom-client a new series for each request. */
export function labelsIn(file: ts.SourceFile, analysis: Analysis): Label[] {
  const found: Label[] = [];
  walk(file, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const label = ts.isCallExpression(node) ? labelAt(node, analysis) : metricNameAt(node, analysis);
    if (label) found.push(label);
  });
  return found;
}

const kinds = /^(?:default\.)?(?:Counter|Gauge|Histogram|Summary)$/;
const setters = new Set(['inc', 'dec', 'set', 'observe', 'startTimer', 'labels', 'setToCurrentTime']);

function labelAt(call: ts.CallExpression, analysis: Analysis): Label | undefined {
  const metric = metricSetBy(call, analysis);
  if (!metric || !analysis.calls.repeatsAt(call) || isPruned(metric.declaration, analysis)) return undefined;
  for (const value of labelValues(call)) {
    const certainty = certaintyOf(value, analysis);
    if (certainty) return { node: call, metric, value, isName: false, isSure: certainty === 'sure' };
  }
  return undefined;
}

/** `requests.inc(…)`, and `stop(…)` where `const stop = requests.startTimer()`. */
function metricSetBy(call: ts.CallExpression, analysis: Analysis): Label['metric'] | undefined {
  const receiver = receiverOf(call);
  if (receiver) return setters.has(calleeName(call) ?? '') ? metricOf(receiver, analysis) : undefined;
  const declaration = analysis.index.declarationOf(unwrap(call.expression));
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const timer = value ? unwrap(value) : undefined;
  const isTimer = timer !== undefined && ts.isCallExpression(timer) && calleeName(timer) === 'startTimer';
  return isTimer ? metricSetBy(timer, analysis) : undefined;
}

/** `new Counter({ name: 'views_' + id })`. */
function metricNameAt(made: ts.NewExpression, analysis: Analysis): Label | undefined {
  if (!isOfPromClient(made, analysis) || !analysis.calls.repeatsAt(made)) return undefined;
  const options = made.arguments?.[0] && unwrap(made.arguments[0]);
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  if (options.properties.some((each) => each.name?.getText() === 'registers')) return undefined;
  const property = options.properties.find((each) => each.name?.getText() === 'name');
  if (!property || !ts.isPropertyAssignment(property)) return undefined;
  const value = property.initializer;
  if (!analysis.origins.varies(value)) return undefined;
  return { node: made, metric: { name: 'register', declaration: made }, value, isName: true, isSure: true };
}

function isOfPromClient(made: CallLike, analysis: Analysis): boolean {
  const imported = importedNameOf(analysis.index, made.expression);
  return imported?.module === 'prom-client' && kinds.test(imported.name);
}

function metricOf(receiver: ts.Expression, analysis: Analysis): Label['metric'] | undefined {
  const inner = unwrap(receiver);
  if (!ts.isIdentifier(inner) && !isAccess(inner)) return undefined;
  const declaration = analysis.index.declarationOf(inner);
  const value = declaration && initializerOf(declaration);
  const made = value && unwrap(value);
  if (!declaration || !made || !ts.isNewExpression(made) || !isOfPromClient(made, analysis)) return undefined;
  const name = ts.isIdentifier(inner) ? inner.text : (accessName(inner) ?? 'the metric');
  return { name, declaration };
}

/** Something takes series out again: `metric.remove(ip)`, `metric.reset()`. */
function isPruned(declaration: ts.Node, analysis: Analysis): boolean {
  return analysis.index.referencesTo(declaration).some((reference) => {
    const { parent } = outermost(wholeAccess(reference));
    return isAccess(parent) && /^(?:remove|reset)$/.test(accessName(parent) ?? '');
  });
}

/** `inc({ path: req.path })`, `labels(req.path)`, `observe({ path }, 1)`. */
function labelValues(call: ts.CallExpression): ts.Expression[] {
  const isList = calleeName(call) === 'labels';
  const given = isList ? call.arguments : call.arguments.slice(0, 1);
  return given.flatMap((argument) => {
    const inner = unwrap(argument);
    if (!ts.isObjectLiteralExpression(inner)) return isList ? [inner] : [];
    return inner.properties.flatMap((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return [property.name];
      return ts.isPropertyAssignment(property) ? [property.initializer] : [];
    });
  });
}

/** Clients decide the value; less sure where it comes by way of other functions, which may have looked at it. */
function certaintyOf(value: ts.Expression, analysis: Analysis): 'sure' | 'likely' | undefined {
  if (!analysis.origins.varies(value) || isNarrowed(value, analysis)) return undefined;
  if (isDirect(value)) return 'sure';
  return comesFromRequest(value, analysis, 0) ? 'likely' : undefined;
}

/** By variables and the arguments of callers, to `req.path` and its like. */
function comesFromRequest(value: ts.Expression, analysis: Analysis, depth: number): boolean {
  const inner = unwrap(value);
  if (isDirect(inner)) return true;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((each) => comesFromRequest(each, analysis, depth));
  if (ts.isBinaryExpression(inner))
    return [inner.left, inner.right].some((each) => comesFromRequest(each, analysis, depth));
  if (ts.isCallExpression(inner) && calleeName(inner) === 'String' && inner.arguments[0])
    return comesFromRequest(inner.arguments[0], analysis, depth);
  const declaration = ts.isIdentifier(inner) && depth < 4 ? analysis.index.declarationOf(inner) : undefined;
  if (!declaration) return false;
  if (ts.isParameter(declaration)) {
    if (decoratorNames(declaration).some((name) => /^(?:Param|Query|Headers|Ip)$/.test(name))) return true;
    return analysis.calls.argumentsFor(declaration).some((each) => comesFromRequest(each.value, analysis, depth + 1));
  }
  const start = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return start !== undefined && comesFromRequest(start, analysis, depth + 1);
}

/** `req.originalUrl`, `ctx.path`, `req.params.id`, `req.headers['x-user']`, `req.socket.remoteAddress`. */
function isDirect(value: ts.Expression): boolean {
  return /^(?:\w+\.)*(?:req|request|ctx|context|c)\.(?:(?:req|request|socket|raw)\.)*(?:url|originalUrl|path|ip|ips|href|remoteAddress|(?:params|query|headers|body|cookies)\b.*|(?:session|user|state)\.[\w.]*id)$/i.test(
    unwrap(value).getText().replaceAll(/[?!]/g, ''),
  );
}

/** Something on the way makes few values of many: `normalize(req.path)`, `url.replace(/\d+/g, ':id')`, a route that matched. */
function isNarrowed(value: ts.Expression, analysis: Analysis, depth = 0): boolean {
  const inner = unwrap(value);
  if (ts.isIdentifier(inner) && depth < 4) {
    const declaration = analysis.index.declarationOf(inner);
    if (declaration && ts.isParameter(declaration)) {
      const passed = analysis.calls.argumentsFor(declaration);
      return passed.length > 0 && passed.some((each) => isNarrowed(each.value, analysis, depth + 1));
    }
    const start = declaration && initializerOf(declaration);
    return start !== undefined && isNarrowed(start, analysis, depth + 1);
  }
  return some(inner, (node) => {
    if (isAccess(node) && accessName(node) === 'route') return true;
    if (!ts.isCallExpression(node) || node.arguments.some((each) => isFunctionNode(unwrap(each)))) return false;
    return narrowing.test(calleeName(node) ?? '');
  });
}

const narrowing =
  /replace|normali[sz]|sanitiz|templat|route|group|bucket|classif|canonical|mask|redact|clean|simplif|pattern|label|match|split|slice|substring/i;
