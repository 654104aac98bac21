import type { FlowStep } from '@watertight/evidence';
import { ts } from 'ts-morph';
import type { Analysis } from './analysis/analysis.ts';
import { insertionAt } from './analysis/insertions.ts';
import { isHandler } from './analysis/lifetimes.ts';
import { declaredName } from './analysis/program-index.ts';
import {
  accessName,
  functionOf,
  isAccess,
  isFunctionNode,
  outermost,
  unwrap,
  type FunctionNode,
} from './analysis/syntax.ts';
import type { Detection } from './rule.ts';

/** One place on the way of a value, still tied to the tree. */
export interface FlowPlace {
  readonly role: FlowStep['role'];
  readonly node: ts.Node;
  readonly text: string;
}

const mostSteps = 8;
const longestText = 40;

/** The way of a value: from the request, through variables and helpers, to the statement that keeps it and to its owner. */
export function flowOf({ node, message, sink }: Detection, analysis: Analysis): FlowPlace[] {
  const places = comingFrom(node, analysis);
  const isPutInto = sink !== undefined && insertionAt(node) !== undefined;
  const what = isPutInto ? `${textOf(node)} puts it into ${sink.name}` : (message.split(';')[0] ?? message);
  places.push({ role: 'insertion', node, text: what });
  // What a handler declares itself, such as a timer or a file, has no owner but the runtime.
  const isOutlived = sink !== undefined && functionOf(sink.declaration) !== functionOf(node);
  if (isOutlived) places.push({ role: 'owner', node: sink.declaration, text: `${sink.name} outlives the request` });
  return places;
}

function comingFrom(node: ts.Node, analysis: Analysis): FlowPlace[] {
  for (const value of valuesOf(node)) {
    const places = tracedBack(value, analysis);
    if (places) return places;
  }
  const fn = functionOf(node);
  return fn ? [{ role: 'source', node: fn, text: runsFor(fn, analysis) }] : [];
}

function runsFor(fn: FunctionNode, analysis: Analysis): string {
  return `${declaredName(fn) ?? 'this function'} runs for each ${rhythmOf(fn, analysis)}`;
}

function rhythmOf(fn: FunctionNode | undefined, analysis: Analysis): 'request' | 'event' {
  return fn && analysis.calls.activationOf(fn) === 'event' ? 'event' : 'request';
}

function valuesOf(node: ts.Node): readonly ts.Expression[] {
  const insertion = insertionAt(node);
  if (insertion) return [...(insertion.key ? [insertion.key] : []), ...insertion.values];
  return ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];
}

/** Whether a value comes from the request itself, by a way that is short enough to be sure of. */
export function comesFromRequest(value: ts.Expression, analysis: Analysis): boolean {
  const [source, ...steps] = tracedBack(value, analysis) ?? [];
  return source !== undefined && source.text.endsWith(' comes from the request') && steps.length <= mostSureSteps;
}

// Each helper on the way may look at the value; of longer ways too many turned out to have few values.
const mostSureSteps = 3;

/** The places from the request to an expression; undefined where it holds nothing of one. */
function tracedBack(expression: ts.Expression, analysis: Analysis): FlowPlace[] | undefined {
  const places: FlowPlace[] = [];
  let current: ts.Expression | undefined = expression;
  const seen = new Set<ts.Node>();
  while (current && places.length < mostSteps) {
    const name = nameFromRequest(current, analysis);
    if (!name || seen.has(name)) break;
    seen.add(name);
    const before = cameFrom(name, analysis);
    places.unshift(before.place);
    current = before.value;
  }
  const [first, ...others] = places;
  return first && [{ ...first, role: 'source' }, ...others];
}

/** The first name in an expression whose value a request brings along. */
function nameFromRequest(expression: ts.Expression, analysis: Analysis): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const look = (node: ts.Node): void => {
    if (found || isFunctionNode(node) || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && isValue(node) && isOfRequest(node, analysis)) found = node;
    else ts.forEachChild(node, look);
  };
  look(expression);
  return found;
}

function isValue(name: ts.Identifier): boolean {
  const { parent } = name;
  return !(
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isPropertyAssignment(parent) && parent.name === name)
  );
}

function isOfRequest(name: ts.Identifier, analysis: Analysis): boolean {
  return analysis.isExchange(name) || analysis.origins.of(name) === 'request';
}

interface Before {
  readonly place: FlowPlace;
  /** What the place takes its value from, where that can be followed. */
  readonly value?: ts.Expression | undefined;
}

function cameFrom(name: ts.Identifier, analysis: Analysis): Before {
  const declaration = analysis.index.declarationOf(name);
  const holder = declaration && holderOf(declaration);
  if (holder && ts.isVariableDeclaration(holder) && holder.initializer) {
    return { place: step(declaration, `${name.text} is made from it`), value: unwrap(holder.initializer) };
  }
  const passed = holder && ts.isParameter(holder) ? passedTo(holder, analysis) : undefined;
  if (passed && ts.isParameter(holder!)) {
    const text = textOf(passed);
    return {
      place: step(passed, text === name.text ? `${text} is passed on` : `${text} is passed as ${name.text}`),
      value: passed,
    };
  }
  const whole = wholeAccess(name);
  return { place: step(whole, `${textOf(whole)} comes from the ${rhythmOf(functionOf(name), analysis)}`) };
}

const step = (node: ts.Node, text: string): FlowPlace => ({ role: 'step', node, text });

function holderOf(declaration: ts.Node): ts.Node {
  let holder = declaration;
  while (ts.isBindingElement(holder)) holder = holder.parent.parent;
  return holder;
}

/** What a caller passes for the parameter of a helper that brings the request's data along. */
function passedTo(parameter: ts.ParameterDeclaration, analysis: Analysis): ts.Expression | undefined {
  if (!isFunctionNode(parameter.parent) || isHandler(analysis.calls, parameter.parent)) return undefined;
  return analysis.calls
    .argumentsFor(parameter)
    .map(({ value }) => value)
    .find((value) => nameFromRequest(value, analysis) !== undefined);
}

/** `req.headers['x-client']` around `req`. */
function wholeAccess(name: ts.Identifier): ts.Node {
  let whole: ts.Node = outermost(name);
  while (isAccess(whole.parent) && whole.parent.expression === whole && accessName(whole.parent) !== undefined) {
    if (ts.isCallExpression(whole.parent.parent) && whole.parent.parent.expression === whole.parent) break;
    whole = whole.parent;
  }
  return whole;
}

function textOf(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}
