import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { isRepeated } from './call-graph.ts';
import { canGrow, containerKind, type ContainerKind } from './containers.ts';
import { isCountLimited, isSizeLimited } from './guards.ts';
import { insertionAt, linkOf, type Insertion } from './insertions.ts';
import { isOffered, isPassedFromOutside } from './offered.ts';
import type { Origin } from './origins.ts';
import type { Place } from './places.ts';
import type { ProgramIndex } from './program-index.ts';
import type { Bound } from './releases.ts';
import { isBeforeReady, isResetBefore } from './run-once.ts';
import { isShutToRequests } from './shut-branches.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAssignment,
  isComputedAccess,
  isFunctionNode,
  receiverOf,
  some,
  isWithin,
  unwrap,
  walk,
  compactText,
  type FunctionNode,
} from './syntax.ts';

/** A long-lived container that gains entries again and again, and what is known about its bound. */
export interface Growth {
  readonly place: Place;
  readonly kind: ContainerKind;
  readonly insertion: Insertion;
  /** How often the insertion runs. */
  readonly activation: Rhythm;
  /** Where the key comes from; `unique` where every insertion adds an entry. */
  readonly origin: Origin;
  readonly bound: Bound;
}

/** With each request, with each event, or with each call from outside of the sources. */
export type Rhythm = 'request' | 'event' | 'call';

/** Every growth whose insertion stands in the file; start-up code and bounded keys are left out. */
export function growthsIn(file: ts.SourceFile, analysis: Analysis): readonly Growth[] {
  const known = analysis.growths.get(file);
  if (known) return known;
  const insertions: Insertion[] = [];
  walk(file, (node) => {
    const insertion = insertionAt(node);
    if (insertion) insertions.push(insertion);
  });
  const growths = insertions.map((insertion) => growthOf(insertion, analysis)).filter((each) => each !== undefined);
  analysis.growths.set(file, growths);
  return growths;
}

function growthOf(insertion: Insertion, analysis: Analysis): Growth | undefined {
  const place = analysis.places.placeOf(insertion.container);
  if (!place || isMadeBeside(place, insertion)) return undefined;
  // `let text = header; text += more` makes another text of the same name.
  const isReassigned = isAssignment(insertion.node) && unwrap(insertion.node.left) === insertion.container;
  const isOwnName = ts.isIdentifier(insertion.container) && ts.isParameter(place.declaration);
  if (isReassigned && (isOwnName || analysis.places.isAlias(insertion.container, place))) return undefined;
  // What is asked first costs least: most insertions fill a local, or run at start.
  const activation = rhythmOf(insertion.node, analysis);
  if (!activation) return undefined;
  if (analysis.lifetimes.of(place, insertion.container) !== 'process') return undefined;
  const kind =
    insertion.form === 'chain' ? chainKind(insertion) : containerKind(analysis.calls, analysis.places, place);
  if (!kind || !canGrow(kind, insertion.form, !isMethodCall(insertion))) return undefined;

  const names = (expression: ts.Expression) => analysis.places.placeOf(expression)?.key === place.key;
  if (isSizeLimited(insertion.node, names) || isCountLimited(insertion.node) || onlyUpdates(insertion, names, analysis))
    return undefined;
  if (isResetBefore(insertion, names) || isBeforeReady(insertion.node, analysis)) return undefined;
  if (isShutToRequests(insertion.node, analysis)) return undefined;
  const origin = activation === 'call' ? outsideOrigin(insertion, analysis) : originOf(insertion, analysis);
  if (origin === 'finite' || origin === 'unknown') return undefined;
  return { place, kind, insertion, activation, origin, bound: analysis.releases.boundOf(place, insertion) };
}

function rhythmOf(node: ts.Node, analysis: Analysis): Rhythm | undefined {
  const activation = analysis.calls.activationAt(node);
  if (isRepeated(activation)) return activation;
  return activation === 'unknown' && isOffered(node, analysis) ? 'call' : undefined;
}

function originOf(insertion: Insertion, analysis: Analysis): Origin {
  return insertion.key ? keyOrigin(insertion, insertion.key, analysis) : membersOrigin(insertion, analysis);
}

/** What nobody in the sources passes may have any value, unless its type has few. */
function outsideOrigin(insertion: Insertion, analysis: Analysis): Origin {
  const origin = originOf(insertion, analysis);
  if (origin !== 'unknown' || !insertion.key) return origin;
  return isPassedFromOutside(insertion.key, analysis) ? 'request' : 'unknown';
}

/** `const parts = []; parts.push(…)` in one function: made anew for each run, whoever calls it. */
function isMadeBeside({ declaration }: Place, { node }: Insertion): boolean {
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (!value) return false;
  const inner = unwrap(value);
  const isMade = ts.isArrayLiteralExpression(inner) || ts.isObjectLiteralExpression(inner) || ts.isNewExpression(inner);
  const owner = functionOf(declaration);
  return isMade && owner !== undefined && owner === functionOf(node);
}

/** A chain that something cuts, as `last.previous = null` does, is as long as it is cut to. */
function chainKind({ container, values, node }: Insertion): ContainerKind | undefined {
  const [entry] = values;
  const link = entry && linkOf(container.getText(), unwrap(entry));
  const name = link && ts.isPropertyAssignment(link) ? link.name.getText() : undefined;
  const isCut = (each: ts.Node) =>
    ts.isDeleteExpression(each)
      ? accessName(each.expression) === name
      : isAssignment(each) && accessName(each.left) === name;
  return name !== undefined && some(node.getSourceFile(), isCut) ? undefined : 'chain';
}

/** Objects and arrays have text for keys, maps and sets tell them apart. */
function keyOrigin({ node }: Insertion, key: ts.Expression, analysis: Analysis): Origin {
  return ts.isCallExpression(node) ? analysis.origins.ofKey(key) : analysis.origins.of(key);
}

function isMethodCall(insertion: Insertion): boolean {
  const { node } = insertion;
  return ts.isCallExpression(node) && calleeName(node) !== 'assign';
}

/** A list grows with each insertion, unless it first looks whether the item is there and the item has few values. */
function membersOrigin(insertion: Insertion, analysis: Analysis): Origin {
  const [value] = insertion.values;
  if (!value || !testsMembership(insertion)) return 'unique';
  return analysis.origins.ofKey(ts.isSpreadElement(value) ? value.expression : value);
}

/** `if (!tags.includes(tag)) tags.push(tag)`. */
function testsMembership(insertion: Insertion): boolean {
  const container = compactText(insertion.container);
  for (let node = insertion.node; !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    const condition =
      ts.isIfStatement(parent) && node !== parent.expression
        ? parent.expression
        : ts.isBinaryExpression(parent) && parent.right === node
          ? parent.left
          : undefined;
    if (
      condition &&
      new RegExp(`\\.(?:includes|indexOf|some|find|findIndex)\\(`).test(condition.getText()) &&
      compactText(condition).includes(container)
    )
      return true;
  }
  return false;
}

/** `if (hits.has(key)) hits.set(key, …)` changes entries that are there already. */
function onlyUpdates(
  insertion: Insertion,
  names: (expression: ts.Expression) => boolean,
  { index }: Analysis,
): boolean {
  const { key } = insertion;
  if (!key) return false;
  const text = compactText(key);
  const isPresent = (condition: ts.Expression): boolean => {
    const inner = unwrap(condition);
    if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return isPresent(inner.left) || isPresent(inner.right);
    if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.InKeyword)
      return compactText(inner.left) === text && names(inner.right);
    if (isComputedAccess(inner)) return compactText(inner.argumentExpression) === text && names(inner.expression);
    // const hit = hits.get(key); if (hit) …
    if (ts.isIdentifier(inner)) return isLookedUp(inner, 'get');
    return isLookedUp(inner, 'has');
  };
  const isLookedUp = (value: ts.Expression, method: string): boolean => {
    const found = ts.isIdentifier(value) ? constantNamed(value, index) : value;
    const lookup = found && unwrap(found);
    if (!lookup || !ts.isCallExpression(lookup) || calleeName(lookup) !== method) return false;
    const receiver = receiverOf(lookup);
    const [first] = lookup.arguments;
    return receiver !== undefined && first !== undefined && compactText(first) === text && names(receiver);
  };
  for (let node = insertion.node; !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) && node === parent.thenStatement && isPresent(parent.expression)) return true;
    if (
      ts.isBinaryExpression(parent) &&
      parent.right === node &&
      parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
      isPresent(parent.left)
    )
      return true;
  }
  return false;
}

/** What a `const` holds. */
function constantNamed(name: ts.Identifier, index: ProgramIndex): ts.Expression | undefined {
  const declaration = index.declarationOf(name);
  const isConstant =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConstant ? declaration.initializer : undefined;
}

/** Whether a value is, or directly holds, an object of the exchange: `req`, `{ req, res }`, `() => res.end()`. */
export function holdsExchange(value: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(value);
  if (ts.isIdentifier(inner)) return analysis.isExchange(inner);
  if (isFunctionNode(inner)) return closesOverExchange(inner, analysis);
  if (ts.isCallExpression(inner)) return isExchangeOfHost(inner, analysis);
  if (ts.isObjectLiteralExpression(inner)) {
    return inner.properties.some((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return analysis.isExchange(property.name);
      return ts.isPropertyAssignment(property) && holdsExchange(property.initializer, analysis);
    });
  }
  return ts.isArrayLiteralExpression(inner) && inner.elements.some((element) => holdsExchange(element, analysis));
}

function closesOverExchange(fn: FunctionNode, analysis: Analysis): boolean {
  return some(fn, (node) => {
    if (!ts.isIdentifier(node) || !analysis.isExchange(node)) return false;
    const declaration = analysis.index.declarationOf(node);
    return declaration !== undefined && !isWithin(declaration, fn);
  });
}

/** `context.switchToHttp().getRequest()` of Nest. */
function isExchangeOfHost(call: ts.CallExpression, analysis: Analysis): boolean {
  if (!/^get(?:Request|Response)$/.test(calleeName(call) ?? '')) return false;
  return some(call, (node) => ts.isIdentifier(node) && analysis.isExchange(node));
}
