import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import { importedNameOf } from '../analysis/imports-of.ts';
import { initializerOf } from '../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  outermost,
  receiverOf,
  unwrap,
  walk,
  type CallLike,
} from '../analysis/syntax.ts';
import { clientTable, resourceTable, type Acquirer, type ResourceKind } from './resource-table.ts';

/** A call or `new` that takes what must be given back, and the variable that holds the result. */
export interface Acquisition {
  readonly call: CallLike;
  readonly kind: ResourceKind;
  /** Undefined where the result is used on the spot and nobody can give it back. */
  readonly holder: ts.VariableDeclaration | ts.ParameterDeclaration | undefined;
  /** The callback's error parameter in `fs.open(path, (error, descriptor) => …)`: when it is set, nothing was taken. */
  readonly error: string | undefined;
  /** The callback's third parameter in `pool.connect((error, client, done) => …)`: to call it gives the client back. */
  readonly done: ts.ParameterDeclaration | undefined;
}

/** Every kind of one cause with its patterns made ready. */
interface Matcher {
  readonly kind: ResourceKind;
  readonly acquirer: Acquirer;
  readonly calls: RegExp;
  readonly on: RegExp | undefined;
  readonly given: RegExp | undefined;
  readonly inFilesWith: RegExp | undefined;
}

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

const matchers = matchersOf([...resourceTable, ...clientTable]);

function matchersOf(kinds: readonly ResourceKind[]): Matcher[] {
  return kinds.flatMap((kind) =>
    kind.acquire.map((acquirer) => ({
      kind,
      acquirer,
      calls: whole(acquirer.calls),
      on: acquirer.on === undefined ? undefined : whole(acquirer.on),
      given: acquirer.given === undefined ? undefined : new RegExp(acquirer.given),
      inFilesWith: acquirer.inFilesWith === undefined ? undefined : new RegExp(acquirer.inFilesWith),
    })),
  );
}

/** Text that any file with an acquisition for a cause contains: the name of a module, or that of a method. */
export function acquisitionText(
  cause: ResourceKind['cause'],
  kinds: readonly ResourceKind[] = [...resourceTable, ...clientTable],
): RegExp {
  const parts = kinds
    .filter((kind) => kind.cause === cause)
    .flatMap(({ acquire }) => acquire)
    .map(({ from, calls }) =>
      from ? `['"](?:node:)?(?:${from.join('|').replaceAll('/', '\\/')})(?:\\/promises)?['"]` : `\\.(?:${calls})\\b`,
    );
  return new RegExp([...new Set(parts)].join('|'));
}

/** Those that a project's configuration adds. */
const ownMatchers = new WeakMap<Analysis, readonly Matcher[]>();

/** Every place in a file that takes what a cause is about. */
export function acquisitionsIn(file: ts.SourceFile, cause: ResourceKind['cause'], analysis: Analysis): Acquisition[] {
  const own = ownMatchers.get(analysis) ?? matchersOf(analysis.resources);
  ownMatchers.set(analysis, own);
  const candidates = [...matchers, ...own].filter(
    ({ kind, inFilesWith }) => kind.cause === cause && (inFilesWith?.test(file.text) ?? true),
  );
  const found: Acquisition[] = [];
  walk(file, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const acquisition = acquisitionAt(node, candidates, analysis);
    if (acquisition) found.push(acquisition);
  });
  return found;
}

function acquisitionAt(call: CallLike, candidates: readonly Matcher[], analysis: Analysis): Acquisition | undefined {
  const name = calleeName(call);
  if (name === undefined) return undefined;
  const matcher = candidates.find((each) => matches(call, name, each, analysis));
  if (!matcher) return undefined;
  const { kind, acquirer } = matcher;
  if (kind.endsWithGiver && isGiverOfRun(call, analysis)) return undefined;
  const last = call.arguments?.at(-1);
  const callback = last && unwrap(last);
  const takesCallback =
    acquirer.form === 'callback' || (acquirer.form === 'either' && callback !== undefined && isFunctionNode(callback));
  if (takesCallback) return callback && byCallback(call, callback, kind);
  // transaction(async (t) => …) commits by itself.
  if (!acquirer.from && callback && isFunctionNode(callback)) return undefined;
  return byVariable(call, kind, analysis);
}

/** `browser.newPage()`, where the function around has launched the browser. */
function isGiverOfRun(call: CallLike, { index }: Analysis): boolean {
  const receiver = receiverOf(call);
  const declaration = receiver && index.declarationOf(unwrap(receiver));
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && functionOf(declaration) !== undefined;
}

/** What a call gives to whoever made it, as the call of a function that takes something and returns it does. */
export function takenAt(call: CallLike, kind: ResourceKind, analysis: Analysis): Acquisition | undefined {
  return byVariable(call, kind, analysis);
}

function matches(call: CallLike, name: string, { acquirer, calls, on, given }: Matcher, analysis: Analysis): boolean {
  const { from } = acquirer;
  if (!from && (!calls.test(name) || ts.isNewExpression(call))) return false;
  if (given && !given.test((call.arguments ?? []).map((each) => each.getText()).join(','))) return false;
  if (from) {
    const imported = importedNameOf(analysis.index, call.expression);
    return imported !== undefined && from.includes(imported.module) && calls.test(imported.name);
  }
  const receiver = receiverOf(call);
  if (!receiver) return false;
  return on === undefined || isMadeOf(unwrap(receiver), on, analysis);
}

/** `pool` for `const pool = new Pool()`, `pool: Pool`, or by its name alone. */
function isMadeOf(receiver: ts.Expression, pattern: RegExp, analysis: Analysis): boolean {
  // db.collection('users').find()
  if (ts.isCallExpression(receiver)) return pattern.test(calleeName(receiver) ?? '');
  const declaration = analysis.index.declarationOf(receiver);
  const value = declaration && initializerOf(declaration);
  const made = value && unwrap(value);
  if (made && (ts.isNewExpression(made) || ts.isCallExpression(made)) && calleeName(made) !== 'require') {
    const maker = calleeName(made) ?? '';
    if (pattern.test(maker)) return true;
    if (ts.isNewExpression(made) || /^create/.test(maker)) return false;
  }
  const { type } = (declaration ?? {}) as { type?: ts.TypeNode };
  if (type)
    return pattern.test(
      type
        .getText()
        .replace(/^\w+\./, '')
        .replace(/<.*$/s, ''),
    );
  const name = (ts.isIdentifier(receiver) ? receiver.text : (accessName(receiver) ?? '')).replace(/^_+/, '');
  return pattern.test(name) && !keepsItsClients(name, analysis);
}

/** A class of the sources that goes by the pool's name and has nothing to give a client back with: it hands out what it keeps. */
function keepsItsClients(name: string, { index }: Analysis): boolean {
  const className = name.replace(/^_*./, (first) => first.replace(/^_+/, '').toUpperCase());
  const own = index
    .named(className)
    .map(({ parent }) => parent)
    .find(ts.isClassLike);
  return (
    own !== undefined &&
    !own.members.some((member) =>
      /^#?_*(?:release|return|giveBack|put|checkIn|free)/i.test(member.name?.getText() ?? ''),
    )
  );
}

function byCallback(call: CallLike, callback: ts.Expression, kind: ResourceKind): Acquisition | undefined {
  if (!isFunctionNode(callback)) return undefined;
  const [error, holder, done] = callback.parameters;
  const isPool = kind.releaseWith !== undefined && kind.cause === 'unreleased-resource';
  return { call, kind, holder, error: error?.name.getText(), done: isPool ? done : undefined };
}

/** Methods that give back the object itself: `createClient().on('error', log).connect()`. */
const itself = /^(?:on|once|connect|setMaxListeners|unref|ref)$/;

/** The expression that holds what a call made, also behind methods that give it back. */
function resultOf(call: CallLike, kind: ResourceKind): ts.Node {
  let outer = outermost(call);
  const chained =
    kind.cause === 'client-per-request' ? itself : kind.chained === undefined ? undefined : whole(kind.chained);
  while (
    chained &&
    isAccess(outer.parent) &&
    outer.parent.expression === outer &&
    chained.test(accessName(outer.parent) ?? '') &&
    ts.isCallExpression(outer.parent.parent)
  )
    outer = outermost(outer.parent.parent);
  return outer;
}

function byVariable(call: CallLike, kind: ResourceKind, analysis: Analysis): Acquisition | undefined {
  const outer = resultOf(call, kind);
  const { parent } = outer;
  const none = { call, kind, error: undefined, done: undefined };
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const isUsing = (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.Using) !== 0;
    return isUsing ? undefined : { ...none, holder: parent };
  }
  if (isAssignment(parent) && parent.right === outer && ts.isIdentifier(parent.left)) {
    const declaration = analysis.index.declarationOf(parent.left);
    return declaration && ts.isVariableDeclaration(declaration) ? { ...none, holder: declaration } : undefined;
  }
  // client.query(new Cursor(text)) gives back its cursor.
  if (
    ts.isNewExpression(call) &&
    ts.isCallExpression(parent) &&
    calleeName(parent) === 'query' &&
    kind.name === 'cursor'
  )
    return byVariable(parent, kind, analysis);
  if (isAccess(parent) && parent.expression === outer) return byThen(parent, kind, none);
  // readSync(openSync(path), …): nobody has the descriptor to close it.
  const isUsedUp =
    ts.isCallExpression(parent) &&
    parent.expression !== outer &&
    importedNameOf(analysis.index, parent.expression)?.module === 'fs' &&
    calleeName(parent) !== 'closeSync' &&
    !/^create(?:Read|Write)Stream$/.test(calleeName(parent) ?? '');
  if (isUsedUp) return { ...none, holder: undefined };
  // fs.watch(path, listener) as a statement of its own; what becomes of a client is for its rule to see.
  const isDropped = kind.isLasting && ts.isExpressionStatement(parent);
  return isDropped || kind.cause === 'client-per-request' ? { ...none, holder: undefined } : undefined;
}

/** `open(path).then((handle) => …)`, and `new PrismaClient().user.findMany()`, after which nobody has the client. */
function byThen(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  kind: ResourceKind,
  none: Omit<Acquisition, 'holder'>,
): Acquisition | undefined {
  const name = accessName(access);
  const call = access.parent;
  if (name === 'then' && ts.isCallExpression(call) && call.arguments[0]) {
    const callback = unwrap(call.arguments[0]);
    return isFunctionNode(callback) && callback.parameters[0] ? { ...none, holder: callback.parameters[0] } : undefined;
  }
  const isLost =
    kind.cause === 'client-per-request' && name !== undefined && !new RegExp(`^(?:${kind.release})$`).test(name);
  return isLost ? { ...none, holder: undefined } : undefined;
}
