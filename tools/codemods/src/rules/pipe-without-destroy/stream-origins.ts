import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import {
  calleeName,
  isAccess,
  isFunctionNode,
  outermost,
  receiverOf,
  unwrap,
  walk,
  type CallLike,
} from '../../analysis/syntax.ts';

/** What a stream holds open, by what made it. */
export interface StreamOrigin {
  /** The method that ends it for good. */
  readonly ending: 'destroy' | 'abort' | 'kill';
  /** From the variable to what has that method: `.data` for the answer of axios. */
  readonly path: string;
  /** It surely holds a file, a socket or a process. */
  readonly isCertain: boolean;
}

const sure = (ending: StreamOrigin['ending'], path = ''): StreamOrigin => ({ ending, path, isCertain: true });
const likely = (path = ''): StreamOrigin => ({ ending: 'destroy', path, isCertain: false });

/** Text that any pipe of a file, a download or a process contains. */
export const pipedText = /\.pipe\s*\(/;

/** The stream that a call opens: of a file, a stored object, a GridFS file, an archive, another server. */
export function originOf(call: CallLike, analysis: Analysis, depth = 0): StreamOrigin | undefined {
  const name = calleeName(call) ?? '';
  const imported = importedNameOf(analysis.index, call.expression);
  if (imported?.module === 'archiver') return sure('abort');
  if (/^openDownloadStream(?:ByName)?$/.test(name)) return sure('abort');
  if (name === 'createReadStream') {
    const receiver = receiverOf(call);
    return receiver && isFileHandle(unwrap(receiver), analysis) ? undefined : sure('destroy');
  }
  if (imported?.module === 'got' && imported.name === 'default.stream') return likely();
  if (imported?.module === 'got' && imported.name === 'stream') return likely();
  if (imported && /^(?:request|ytdl-core|@distube\/ytdl-core)$/.test(imported.module)) return likely();
  const fn = depth < 3 ? analysis.index.functionOf(call.expression) : undefined;
  if (fn) return originOfReturned(fn, analysis, depth);
  return imported === undefined &&
    /^(?:get|open|create|fetch|download|read)\w*(?:Read|Object|File|Download)?Stream$/.test(name)
    ? likely()
    : undefined;
}

/** `const open = (name) => createReadStream(join(root, name))`. */
function originOfReturned(fn: ts.Node, analysis: Analysis, depth: number): StreamOrigin | undefined {
  if (!isFunctionNode(fn) || !fn.body) return undefined;
  if (!ts.isBlock(fn.body)) return originOfValue(fn.body, analysis, depth);
  let found: StreamOrigin | undefined;
  walk(fn.body, (node) => {
    if (isFunctionNode(node)) return false;
    if (ts.isReturnStatement(node) && node.expression) found ??= originOfValue(node.expression, analysis, depth);
    return true;
  });
  return found;
}

function originOfValue(value: ts.Expression, analysis: Analysis, depth: number): StreamOrigin | undefined {
  const inner = unwrap(value);
  if (ts.isCallExpression(inner)) return originOf(inner, analysis, depth + 1);
  const declaration = ts.isIdentifier(inner) ? analysis.index.declarationOf(inner) : undefined;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return made && ts.isCallExpression(unwrap(made))
    ? originOf(unwrap(made) as ts.CallExpression, analysis, depth + 1)
    : undefined;
}

/** `handle.createReadStream()` closes its handle by itself. */
function isFileHandle(receiver: ts.Expression, analysis: Analysis): boolean {
  const declaration = ts.isIdentifier(receiver) ? analysis.index.declarationOf(receiver) : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return value ? /\bopen\(/.test(value.getText()) : false;
}

/** `http.get(url, (upstream) => upstream.pipe(res))`: the answer of another server. */
export function originOfParameter(parameter: ts.ParameterDeclaration, { index }: Analysis): StreamOrigin | undefined {
  const { parent: fn } = parameter;
  if (fn.parameters[0] !== parameter) return undefined;
  const { parent: call } = outermost(fn);
  if (!ts.isCallExpression(call)) return undefined;
  const imported = importedNameOf(index, call.expression);
  if (
    imported &&
    /^(?:https?|follow-redirects)$/.test(imported.module) &&
    /(?:^|\.)(?:get|request)$/.test(imported.name)
  )
    return likely();
  const [event] = call.arguments;
  const isAnswer = event !== undefined && ts.isStringLiteralLike(event) && event.text === 'response';
  return isAnswer && /^(?:on|once)$/.test(calleeName(call) ?? '') ? likely() : undefined;
}

/** `child.stdout`, `answer.data`, `object.Body`: a stream within what the variable holds. */
export function originOfMember(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  member: string | undefined,
  analysis: Analysis,
): StreamOrigin | undefined {
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : promised(declaration);
  const value = made && unwrap(made);
  if (!value || !(ts.isCallExpression(value) || ts.isNewExpression(value))) return undefined;
  const imported = importedNameOf(analysis.index, value.expression);
  if (
    member === 'stdout' &&
    imported?.module === 'child_process' &&
    /^(?:spawn|exec|execFile|fork)$/.test(imported.name)
  )
    return sure('kill');
  if (member === 'data' && /\bresponseType\b[^,]*stream/.test(value.getText())) return likely('.data');
  if (member === 'Body' && /GetObject|getObject/.test(value.getText())) return likely('.Body');
  if (member === 'body' && imported && /^(?:node-fetch|undici|cross-fetch)$/.test(imported.module))
    return likely('.body');
  return undefined;
}

/** `axios.get(…).then((answer) => …)` */
function promised(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const { parent: call } = outermost(parameter.parent);
  const isThen = ts.isCallExpression(call) && calleeName(call) === 'then' && isAccess(call.expression);
  return isThen ? (call.expression as ts.PropertyAccessExpression).expression : undefined;
}
