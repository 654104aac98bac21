import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { repetitionOf, type Repetition } from '../../analysis/exchange-in-reach.ts';
import { isAppLike } from '../../analysis/handlers.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { isHandler } from '../../analysis/lifetimes.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { declaredName, setupName } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  outermost,
  receiverOf,
  some,
  unwrap,
} from '../../analysis/syntax.ts';

/** A hook that each request hangs onto something that all requests share. */
export interface Registration {
  readonly call: ts.CallExpression;
  readonly owner: ts.Expression;
  readonly kind: HookKind;
  readonly per: Repetition;
  /** Whether the hook speaks of the very request that registers it. */
  readonly isAboutRequest: boolean;
}

interface HookKind {
  /** The method that registers, on what looks like this. */
  readonly method: RegExp;
  readonly on: (receiver: ts.Expression, analysis: Analysis) => boolean;
  /** How many arguments before the hook itself. */
  readonly leading: readonly number[];
  readonly noun: string;
  /** The call that takes it away again, given what registering returned. */
  readonly eject?: string;
}

const textIs = (pattern: RegExp) => (receiver: ts.Expression) => pattern.test(receiver.getText());

const hookKinds: readonly HookKind[] = [
  {
    method: /^use$/,
    on: textIs(/\.interceptors\s*\.(?:request|response)$/),
    leading: [0, 1],
    noun: 'interceptor',
    eject: 'eject',
  },
  {
    method: /^(?:use|get|post|put|patch|delete|all|options|head|param)$/,
    on: (receiver, { index }) => isAppLike(index, receiver),
    leading: [0, 1, 2, 3],
    noun: 'route or middleware',
  },
  { method: /^addHook$/, on: (receiver, { index }) => isAppLike(index, receiver), leading: [1], noun: 'hook' },
  { method: /^plugin$/, on: ofModule('mongoose'), leading: [0], noun: 'plugin' },
  {
    method: /^(?:pre|post|plugin|virtual)$/,
    on: textIs(/(?:^|\.)\w*[sS]chema$/),
    leading: [0, 1, 2],
    noun: 'schema hook',
  },
  { method: /^(?:de)?serializeUser$/, on: textIs(/(?:^|\.)passport$/), leading: [0], noun: 'serialiser' },
  { method: /^\$use$/, on: textIs(/(?:^|\.)(?:prisma|db|client)\w*$/i), leading: [0], noun: 'middleware' },
  {
    method:
      /^(?:addHook|hook|(?:before|after)(?:Create|Update|Save|Destroy|Find|BulkCreate|Validate|Define|Sync|Connect))$/,
    on: textIs(/^(?:\w*[sS]equelize|[A-Z]\w+)$/),
    leading: [0, 1],
    noun: 'hook',
  },
  {
    method: /^addGlobalEventProcessor$|^addEventProcessor$/,
    on: ofModule('@sentry/node'),
    leading: [0],
    noun: 'event processor',
  },
];

const isRouteMethod = /^(?:get|post|put|patch|delete|all|options|head)$/;

/** `await server.put('options', values)`, `server.get(query)`: a client of that name asks a server for something. */
function isFetching(call: ts.CallExpression, owner: ts.Expression): boolean {
  const { parent } = outermost(call);
  const isAnswerWanted =
    ts.isAwaitExpression(call.parent) || (isAccess(parent) && /^(?:then|catch)$/.test(accessName(parent) ?? ''));
  return isAnswerWanted || (call.arguments.length === 1 && !/\broute\(/.test(owner.getText()));
}

function ofModule(module: string) {
  return (receiver: ts.Expression, { index }: Analysis): boolean => importedNameOf(index, receiver)?.module === module;
}

/** Text that any registration contains. */
export const registrationText =
  /\.(?:use|addHook|hook|plugin|pre|post|virtual|param|get|put|patch|delete|all|options|head|\$use|(?:de)?serializeUser|addGlobalEventProcessor|addEventProcessor|(?:before|after)[A-Z]\w+)\b/;

export function registrationsIn(file: ts.SourceFile, analysis: Analysis): Registration[] {
  return foundAtCalls(file, (call) => registrationAt(call, analysis));
}

function registrationAt(call: ts.CallExpression, analysis: Analysis): Registration | undefined {
  const name = calleeName(call) ?? '';
  const owner = receiverOf(call);
  // What nothing around runs again needs no closer look.
  if (!owner || functionOf(call) === undefined || isSetup(call, analysis)) return undefined;
  const kind = hookKinds.find(({ method, on }) => method.test(name) && on(owner, analysis));
  if (!kind || !takesHook(call, kind, analysis) || !isDropped(call)) return undefined;
  if (isRouteMethod.test(name) && isFetching(call, owner)) return undefined;
  const per = repetitionOf(call, analysis);
  if (!per || !isShared(owner, call, analysis) || runsOnce(call, analysis)) return undefined;
  return { call, owner, kind, per, isAboutRequest: isAboutRequest(call, analysis) };
}

/** In a function that says that it sets something up, whoever is seen to call it, and that serves no request itself. */
function isSetup(call: ts.CallExpression, { calls }: Analysis): boolean {
  for (let fn = functionOf(call); fn && !isHandler(calls, fn); fn = functionOf(fn))
    if (setupName.test(declaredName(fn) ?? '')) return true;
  return false;
}

/** The last argument is a function, or a name or call that may be one. */
function takesHook(call: ts.CallExpression, { leading, method }: HookKind, { index }: Analysis): boolean {
  const hook = call.arguments.at(-1);
  if (!hook || !leading.includes(call.arguments.length - 1)) return false;
  const inner = unwrap(hook);
  if (isFunctionNode(inner) || index.functionOf(inner) !== undefined) return true;
  // cache.get(key) and app.get('setting') fetch something.
  return method.test('use') && (ts.isCallExpression(inner) || ts.isIdentifier(inner));
}

/** `const id = interceptors.request.use(…)` may be ejected. */
function isDropped(call: ts.CallExpression): boolean {
  const { parent } = outermost(call);
  return ts.isExpressionStatement(parent) || ts.isArrowFunction(parent) || isAccess(parent);
}

/** It was there before the request came, and is the same for all of them. */
function isShared(owner: ts.Expression, call: ts.CallExpression, { lifetimes, places, calls }: Analysis): boolean {
  const root = rootOf(owner);
  if (lifetimes.ofValue(root, root) !== 'process') return false;
  const place = places.placeOf(root);
  const fn = functionOf(call);
  if (!place || !fn) return true;
  // `api = axios.create(); api.interceptors…` makes another each time.
  return (
    !some(fn, (node) => isAssignment(node) && node.pos < call.pos && places.placeOf(node.left)?.key === place.key) &&
    calls.activationOf(fn) !== 'startup'
  );
}

/** `api` of `api.interceptors.request`, `app` of `app.route('/x')`. */
function rootOf(owner: ts.Expression): ts.Expression {
  const inner = unwrap(owner);
  if (ts.isCallExpression(inner)) {
    const receiver = receiverOf(inner);
    return receiver ? rootOf(receiver) : inner;
  }
  if (isAccess(inner) && /^(?:interceptors|request|response)$/.test(inner.getText().split('.').at(-1) ?? ''))
    return /\binterceptors\b/.test(inner.getText()) ? rootOf(inner.expression) : inner;
  return inner;
}

/** What is registered names something of the function that registers it. */
function isAboutRequest(call: ts.CallExpression, { index }: Analysis): boolean {
  return call.arguments.some((argument) =>
    some(argument, (node) => {
      if (!ts.isIdentifier(node)) return false;
      const declaration = index.declarationOf(node);
      return declaration !== undefined && functionOf(declaration) !== undefined && !isWithin(declaration, argument);
    }),
  );
}
