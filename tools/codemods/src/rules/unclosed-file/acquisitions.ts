import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedCallee } from '../../analysis/imports-of.ts';
import {
  accessName,
  calleeName,
  isAccess,
  isAssignment,
  isFunctionNode,
  outermost,
  unwrap,
  walk,
} from '../../analysis/syntax.ts';

/** A call that opens a file, and the variable that holds what it opened. */
export interface Acquisition {
  readonly call: ts.CallExpression;
  readonly kind: 'descriptor' | 'handle' | 'directory';
  /** Undefined where the result is used on the spot and nobody can close it. */
  readonly holder: ts.VariableDeclaration | ts.ParameterDeclaration | undefined;
  /** The callback's error parameter in `fs.open(path, (error, descriptor) => …)`: when it is set, nothing was opened. */
  readonly error: string | undefined;
}

/** Every place in a file that opens a file or folder by hand. */
export function acquisitionsIn(file: ts.SourceFile, analysis: Analysis): Acquisition[] {
  const found: Acquisition[] = [];
  walk(file, (node) => {
    const acquisition = ts.isCallExpression(node) ? acquisitionAt(node, analysis) : undefined;
    if (acquisition) found.push(acquisition);
  });
  return found;
}

function acquisitionAt(call: ts.CallExpression, analysis: Analysis): Acquisition | undefined {
  const kind = opened(call, analysis);
  if (!kind) return undefined;
  const callback = call.arguments.at(-1);
  const isCallback = kind.form === 'callback' && callback !== undefined;
  if (isCallback) return byCallback(call, unwrap(callback), kind.kind);
  return byVariable(call, kind.kind, analysis);
}

function opened(
  call: ts.CallExpression,
  analysis: Analysis,
): { kind: Acquisition['kind']; form: 'sync' | 'promise' | 'callback' } | undefined {
  const name = calleeName(call);
  if (name === undefined || !/^open(?:dir)?(?:Sync)?$/.test(name)) return undefined;
  const imported = importedCallee(analysis.index, call);
  const kind = name.startsWith('opendir') ? 'directory' : undefined;
  if (imported?.module === 'fs/promises' || imported?.module === 'fs-extra')
    return { kind: kind ?? 'handle', form: 'promise' };
  if (imported?.module !== 'fs') return undefined;
  return { kind: kind ?? 'descriptor', form: name.endsWith('Sync') ? 'sync' : 'callback' };
}

function byCallback(
  call: ts.CallExpression,
  callback: ts.Expression,
  kind: Acquisition['kind'],
): Acquisition | undefined {
  if (!isFunctionNode(callback)) return undefined;
  const [error, holder] = callback.parameters;
  return { call, kind, holder, error: error?.name.getText() };
}

function byVariable(call: ts.CallExpression, kind: Acquisition['kind'], analysis: Analysis): Acquisition | undefined {
  const outer = outermost(call);
  const { parent } = outer;
  const none = { call, kind, error: undefined };
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
    importedCallee(analysis.index, parent)?.module === 'fs' &&
    calleeName(parent) !== 'closeSync';
  return isUsedUp ? { ...none, holder: undefined } : undefined;
}
