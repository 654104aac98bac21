import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedCallee, importedNameOf } from '../../analysis/imports-of.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  isAccess,
  isAssignment,
  isFunctionNode,
  outermost,
  receiverOf,
  unwrap,
} from '../../analysis/syntax.ts';

/** What is acquired: a raw descriptor, a FileHandle, a folder, a stream to a file, a watcher, a client of a pool. */
export type ResourceKind = 'descriptor' | 'handle' | 'directory' | 'writer' | 'watcher' | 'client';

/** A call that opens a file or takes a client, and the variable that holds the result. */
export interface Acquisition {
  readonly call: ts.CallExpression;
  readonly kind: ResourceKind;
  /** Undefined where the result is used on the spot and nobody can close it. */
  readonly holder: ts.VariableDeclaration | ts.ParameterDeclaration | undefined;
  /** The callback's error parameter in `fs.open(path, (error, descriptor) => …)`: when it is set, nothing was opened. */
  readonly error: string | undefined;
  /** The callback's third parameter in `pool.connect((error, client, done) => …)`: to call it gives the client back. */
  readonly done: ts.ParameterDeclaration | undefined;
}

/** Text that any acquisition contains. */
export const acquisitionText =
  /\bopen(?:dir)?(?:Sync)?\b|\bcreateWriteStream\b|\bwatch\s*\(|[Pp]ool\b.*\.(?:connect|getConnection|acquire)\b|\.getConnection\b/;

/** Every place in a file that acquires what must be given back. */
export function acquisitionsIn(file: ts.SourceFile, analysis: Analysis): Acquisition[] {
  return foundAtCalls(file, (call) => acquisitionAt(call, analysis));
}

function acquisitionAt(call: ts.CallExpression, analysis: Analysis): Acquisition | undefined {
  const opening = openingAt(call, analysis) ?? takingAt(call, analysis);
  if (!opening) return undefined;
  const callback = call.arguments.at(-1);
  if (opening.form === 'callback' && callback) return byCallback(call, unwrap(callback), opening.kind);
  return byVariable(call, opening.kind, analysis);
}

interface Opening {
  readonly kind: ResourceKind;
  readonly form: 'value' | 'callback';
}

function openingAt(call: ts.CallExpression, analysis: Analysis): Opening | undefined {
  const name = calleeName(call);
  if (name === undefined || !/^(?:open(?:dir)?(?:Sync)?|createWriteStream|watch)$/.test(name)) return undefined;
  const module = importedCallee(analysis.index, call)?.module;
  if (name === 'watch')
    return module === 'fs' || module === 'chokidar' ? { kind: 'watcher', form: 'value' } : undefined;
  if (module !== 'fs' && module !== 'fs/promises' && module !== 'fs-extra') return undefined;
  if (name === 'createWriteStream') return { kind: 'writer', form: 'value' };
  const isPromise = module === 'fs/promises' || (module === 'fs-extra' && !name.endsWith('Sync'));
  const kind = name.startsWith('opendir')
    ? 'directory'
    : isPromise && module === 'fs/promises'
      ? 'handle'
      : 'descriptor';
  return { kind, form: isPromise || name.endsWith('Sync') ? 'value' : 'callback' };
}

const poolMakers = /^(?:\w*Pool|createPool\w*)$/;
const poolNames = /^_*(?:\w*[Pp]ool)$/;

/** `pool.connect()` of pg, `pool.getConnection()` of mysql, `pool.acquire()` of generic-pool. */
function takingAt(call: ts.CallExpression, analysis: Analysis): Opening | undefined {
  const name = calleeName(call);
  if (name !== 'connect' && name !== 'getConnection' && name !== 'acquire') return undefined;
  const receiver = receiverOf(call);
  if (!receiver || !isPool(unwrap(receiver), analysis)) return undefined;
  const last = call.arguments.at(-1);
  return { kind: 'client', form: last && isFunctionNode(unwrap(last)) ? 'callback' : 'value' };
}

function isPool(receiver: ts.Expression, analysis: Analysis): boolean {
  const declaration = analysis.index.declarationOf(receiver);
  const value = declaration && initializerOf(declaration);
  const made = value && unwrap(value);
  if (made && (ts.isNewExpression(made) || ts.isCallExpression(made)) && calleeName(made) !== 'require')
    return poolMakers.test(calleeName(made) ?? '');
  const { type } = (declaration ?? {}) as { type?: ts.TypeNode };
  if (type) return poolMakers.test(type.getText().replace(/^\w+\./, ''));
  const name = ts.isIdentifier(receiver) ? receiver.text : (accessName(receiver) ?? '');
  return poolNames.test(name) && !keepsItsClients(name, analysis);
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

function byCallback(call: ts.CallExpression, callback: ts.Expression, kind: ResourceKind): Acquisition | undefined {
  if (!isFunctionNode(callback)) return undefined;
  const [error, holder, done] = callback.parameters;
  return { call, kind, holder, error: error?.name.getText(), done: kind === 'client' ? done : undefined };
}

function byVariable(call: ts.CallExpression, kind: ResourceKind, analysis: Analysis): Acquisition | undefined {
  const outer = outermost(call);
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
  // open(path).then((handle) => …)
  if (
    isAccess(parent) &&
    accessName(parent) === 'then' &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.arguments[0]
  ) {
    const callback = unwrap(parent.parent.arguments[0]);
    return isFunctionNode(callback) && callback.parameters[0] ? { ...none, holder: callback.parameters[0] } : undefined;
  }
  // readSync(openSync(path), …): nobody has the descriptor to close it.
  const isUsedUp =
    ts.isCallExpression(parent) &&
    parent.expression !== outer &&
    importedNameOf(analysis.index, parent.expression)?.module === 'fs' &&
    calleeName(parent) !== 'closeSync' &&
    !/^create(?:Read|Write)Stream$/.test(calleeName(parent) ?? '');
  if (isUsedUp) return { ...none, holder: undefined };
  // fs.watch(path, listener) as a statement of its own.
  return kind === 'watcher' && ts.isExpressionStatement(parent) ? { ...none, holder: undefined } : undefined;
}
