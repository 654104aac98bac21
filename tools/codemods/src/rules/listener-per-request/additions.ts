import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { repetitionOf, type Repetition } from '../../analysis/exchange-in-reach.ts';
import { isStringArgument } from '../../analysis/handlers.ts';
import { assignedTo } from '../../analysis/containers.ts';
import { isHandler, type Lifetimes } from '../../analysis/lifetimes.ts';
import type { Place } from '../../analysis/places.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { declaredName, setupName, type ProgramIndex } from '../../analysis/program-index.ts';
import { isListening } from '../../analysis/teardown.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  receiverOf,
  some,
  unwrap,
  type CallLike,
  type FunctionNode,
} from '../../analysis/syntax.ts';

/** A listener that each request, or each connection, adds to something that outlives it. */
export interface Addition {
  readonly call: ts.CallExpression;
  readonly emitter: ts.Expression;
  readonly event: ts.Expression;
  readonly listener: ts.Expression;
  /** What the listener runs, where it can be told. */
  readonly callback: FunctionNode | undefined;
  /** The process's own emitter, or the socket that keep-alive carries from one request to the next. */
  readonly owner: 'process' | 'connection';
  /** What adds one more each time. */
  readonly per: Repetition;
  /** Heard at most once. */
  readonly isOnce: boolean;
}

/** Text that any addition contains. */
export const additionText = /\.(?:on|once|addListener|addEventListener|prependListener|prependOnceListener)\b/;

export function additionsIn(file: ts.SourceFile, analysis: Analysis): Addition[] {
  return foundAtCalls(file, (call) => additionAt(call, analysis));
}

function additionAt(call: ts.CallExpression, analysis: Analysis): Addition | undefined {
  const name = calleeName(call) ?? '';
  const [event, listener, options] = call.arguments;
  const emitter = isListening(name) ? emitterOf(call) : undefined;
  if (!emitter || !event || !listener || !isEvent(event) || !isCallable(listener, analysis)) return undefined;
  const per = repetitionOf(call, analysis);
  if (!per || isOwnWrapper(call, listener, analysis)) return undefined;
  const owner = ownerOf(emitter, analysis);
  if (!owner || isMadeHere(emitter, call, analysis) || runsOnce(call, analysis)) return undefined;
  if ((options && hasSignal(options)) || isSetupOfProcess(call, emitter, analysis)) return undefined;
  // An EventTarget takes the same function only once.
  const isKnown = name === 'addEventListener' && isLasting(listener, analysis);
  if (isKnown) return undefined;
  const isOnce = /once/i.test(name) || /\bonce\s*:\s*true\b/.test(options?.getText() ?? '');
  return { call, emitter, event, listener, callback: analysis.index.functionOf(listener), owner, per, isOnce };
}

/** `initTelemetry() { process.on('uncaughtException', …) }`: of the process alone, in a function that says that it sets up. */
function isSetupOfProcess(call: ts.CallExpression, emitter: ts.Expression, { index, calls }: Analysis): boolean {
  const fn = functionOf(call);
  if (!fn || emitter.getText() !== 'process' || isHandler(calls, fn) || !setupName.test(declaredName(fn) ?? ''))
    return false;
  return !call.arguments.some((argument) =>
    some(argument, (node) => {
      const declaration = ts.isIdentifier(node) ? index.declarationOf(node) : undefined;
      return declaration !== undefined && functionOf(declaration) !== undefined && !isWithin(declaration, argument);
    }),
  );
}

/** A call that adds a listener to whatever signal it is handed. */
export function abortAdditionAt(call: ts.CallExpression, analysis: Analysis): Addition | undefined {
  const [event, listener, options] = call.arguments;
  const emitter = calleeName(call) === 'addEventListener' ? receiverOf(call) : undefined;
  if (!emitter || !event || !listener || !ts.isStringLiteralLike(event) || event.text !== 'abort') return undefined;
  if (options && hasSignal(options)) return undefined;
  const isOnce = /\bonce\s*:\s*true\b/.test(options?.getText() ?? '');
  const callback = analysis.index.functionOf(listener);
  return { call, emitter, event, listener, callback, owner: 'process', per: 'request', isOnce };
}

/** The object that `a.on(…).on(…)` listens to. */
export function emitterOf(call: ts.CallExpression): ts.Expression | undefined {
  const receiver = receiverOf(call);
  const inner = receiver && unwrap(receiver);
  return inner && ts.isCallExpression(inner) && isListening(calleeName(inner) ?? '') ? emitterOf(inner) : inner;
}

/** `'tick'`, `` `done:${id}` ``, `events.TICK`: not what selectors, joins and routers take. */
function isEvent(event: ts.Expression): boolean {
  const inner = unwrap(event);
  return (
    ts.isStringLiteralLike(inner) ||
    ts.isTemplateExpression(inner) ||
    ts.isIdentifier(inner) ||
    isAccess(inner) ||
    ts.isBinaryExpression(inner) ||
    ts.isCallExpression(inner)
  );
}

/** A function, a name that may be one, or a call that may make one. */
function isCallable(listener: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(listener);
  if (isFunctionNode(inner)) return true;
  if (ts.isCallExpression(inner)) return accessName(inner.expression) === 'bind' || isMaker(inner, analysis);
  if (!ts.isIdentifier(inner) && !isAccess(inner)) return false;
  const flags = analysis.index.checker.getTypeAtLocation(inner).flags;
  return (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) === 0;
}

/** `debounce(send)`, `makeListener(res)`: the result is used as a listener. */
function isMaker(call: ts.CallExpression, { index }: Analysis): boolean {
  const type = index.checker.getTypeAtLocation(call);
  return type.getCallSignatures().length > 0 || (type.flags & ts.TypeFlags.Any) !== 0;
}

/** `on(event, listener) { this.emitter.on(event, listener) }`: whoever calls it adds the listener. */
function isOwnWrapper(call: ts.CallExpression, listener: ts.Expression, { index }: Analysis): boolean {
  const fn = functionOf(call);
  const declaration = ts.isIdentifier(listener) ? index.declarationOf(listener) : undefined;
  const isPassedOn = declaration !== undefined && ts.isParameter(declaration) && declaration.parent === fn;
  return isPassedOn && isListening(fn?.name?.getText() ?? '');
}

function ownerOf(emitter: ts.Expression, analysis: Analysis): Addition['owner'] | undefined {
  if (isKeptOpen(emitter, analysis)) return isTakenOver(emitter, analysis) ? undefined : 'connection';
  const { places, lifetimes } = analysis;
  const place = places.placeOf(emitter);
  const lifetime = place && lifetimes.of(place, emitter);
  if (lifetime === 'process' || lifetimes.ofValue(emitter, emitter) === 'process') return 'process';
  if (place && isHandedOver(place, analysis)) return 'process';
  return isFromApplication(emitter, analysis) ? 'process' : undefined;
}

/** A field, however short-lived its object, that only ever has what the constructor was given: `constructor(bus) { this.bus = bus }`. */
function isHandedOver({ declaration }: Place, { index, lifetimes }: Analysis): boolean {
  if (ts.isParameter(declaration)) return isProcessLived(declaration, lifetimes);
  if (!ts.isPropertyDeclaration(declaration) || declaration.initializer) return false;
  const given = index.writesTo(declaration).flatMap(assignedTo).map(unwrap);
  return given.length > 0 && given.every((value) => isGivenParameter(value, index, lifetimes));
}

function isGivenParameter(value: ts.Expression, index: ProgramIndex, lifetimes: Lifetimes): boolean {
  const declaration = ts.isIdentifier(value) ? index.declarationOf(value) : undefined;
  return declaration !== undefined && ts.isParameter(declaration) && isProcessLived(declaration, lifetimes);
}

function isProcessLived(parameter: ts.ParameterDeclaration, lifetimes: Lifetimes): boolean {
  if (!ts.isConstructorDeclaration(parameter.parent)) return false;
  const key = `${parameter.getSourceFile().fileName}:${parameter.pos}`;
  return (
    lifetimes.of({ key, name: parameter.name.getText(), declaration: parameter, base: undefined }, parameter) ===
    'process'
  );
}

/** After an upgrade no other request comes over the socket. */
function isTakenOver(emitter: ts.Expression, { calls }: Analysis): boolean {
  for (let fn = functionOf(emitter); fn; fn = functionOf(fn)) {
    const isUpgrade = calls
      .valueUsesOf(fn)
      .some(({ parent }) => ts.isCallExpression(parent) && isStringArgument(parent, /^(?:upgrade|connect)$/));
    if (isUpgrade) return true;
  }
  return false;
}

/** `req.socket`, `res.connection`, `reply.raw.socket`, `const { socket } = req`. */
function isKeptOpen(emitter: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(emitter);
  if (ts.isIdentifier(inner)) {
    const declaration = analysis.index.declarationOf(inner);
    if (!declaration) return false;
    if (ts.isVariableDeclaration(declaration) && declaration.initializer)
      return isAccess(unwrap(declaration.initializer)) && isKeptOpen(declaration.initializer, analysis);
    if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent)) return false;
    const name = (declaration.propertyName ?? declaration.name).getText();
    const { initializer } = declaration.parent.parent;
    return isSocketName(name) && initializer !== undefined && isExchangeItself(initializer, analysis);
  }
  return isAccess(inner) && isSocketName(accessName(inner)) && isExchangeItself(inner.expression, analysis);
}

const isSocketName = (name: string | undefined) => name === 'socket' || name === 'connection';

/** `req`, `res.req`, `reply.raw`, `ctx.res`. */
function isExchangeItself(expression: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(expression);
  if (ts.isIdentifier(inner)) return analysis.isExchange(inner);
  return (
    isAccess(inner) &&
    /^(?:raw|req|res|request|response)$/.test(accessName(inner) ?? '') &&
    isExchangeItself(inner.expression, analysis)
  );
}

/** `app.get('io')`, `req.app.get('bus')`, `req.app.locals.bus`. */
function isFromApplication(emitter: ts.Expression, { index }: Analysis): boolean {
  const inner = unwrap(emitter);
  if (ts.isIdentifier(inner)) {
    const declaration = index.declarationOf(inner);
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value !== undefined && isSetting(unwrap(value));
  }
  return isSetting(inner);
}

function isSetting(value: ts.Expression): boolean {
  if (isAccess(value)) return /(?:^|\.)app\.locals$/.test(value.expression.getText());
  if (!ts.isCallExpression(value) || calleeName(value) !== 'get' || value.arguments.length !== 1) return false;
  return /(?:^|\.)app$/.test(receiverOf(value)?.getText() ?? '');
}

/** The run that listens also makes the emitter: `client = connect(); client.on('error', …)`; or the caller does, for all callers. */
function isMadeHere(emitter: ts.Expression, call: CallLike, analysis: Analysis, depth = 0): boolean {
  const { calls, places } = analysis;
  const place = places.placeOf(emitter);
  const fn = functionOf(call);
  if (!place || !fn) return false;
  if (ts.isParameter(place.declaration) && depth < 2) {
    const passed = calls.argumentsFor(place.declaration);
    return passed.length > 0 && passed.every((each) => isMadeHere(ownerIn(each.value), each.call, analysis, depth + 1));
  }
  if (depth > 0 && isMadeLocal(place.declaration, fn)) return true;
  for (let around: FunctionNode | undefined = fn; around; around = functionOf(around)) {
    // What the function that registers the handler made is there for all requests.
    if (around !== fn && calls.activationOf(around) !== 'request') return false;
    const isMade = some(
      around,
      (node) =>
        isAssignment(node) &&
        node.pos < call.pos &&
        places.placeOf(unwrap(node.left))?.key === place.key &&
        !isGivenParameter(unwrap(node.right), analysis.index, analysis.lifetimes),
    );
    if (isMade) return true;
  }
  return false;
}

/** `window` of `window.webContents`. */
function ownerIn(value: ts.Expression): ts.Expression {
  const inner = unwrap(value);
  return isAccess(inner) && inner.expression.kind !== ts.SyntaxKind.ThisKeyword ? ownerIn(inner.expression) : inner;
}

function isMadeLocal(declaration: ts.Node, fn: FunctionNode): boolean {
  const value =
    ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
  return value !== undefined && ts.isNewExpression(value) && functionOf(declaration) === fn;
}

/** `{ signal }` takes the listener away when the signal says so. */
function hasSignal(options: ts.Expression): boolean {
  const inner = unwrap(options);
  return ts.isObjectLiteralExpression(inner) && inner.properties.some(({ name }) => name?.getText() === 'signal');
}

/** A function that is the same for all requests. */
export function isLasting(listener: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(listener);
  const declaration = ts.isIdentifier(inner) ? analysis.index.declarationOf(inner) : undefined;
  return declaration !== undefined && !ts.isParameter(declaration) && functionOf(declaration) === undefined;
}
