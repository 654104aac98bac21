import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedCallee } from '../../analysis/imports-of.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isFunctionNode,
  isWithin,
  outermost,
  receiverOf,
  some,
  statementOf,
  statementsAround,
  unwrap,
  walk,
} from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt, replaceNode } from '../../edits/text-edit.ts';
import type { Detection, Fix } from '../../rule.ts';

/** Text that any pipe of a file contains. */
export const pipedText = /\bcreateReadStream\b|\bopenDownloadStream|\barchiver\b/;

/** Streams piped into a response: `pipe` leaves the source open when the client goes away. */
export function* pipesIn(file: ts.SourceFile, analysis: Analysis): Generator<Detection> {
  const pipes: ts.CallExpression[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) && calleeName(node) === 'pipe') pipes.push(node);
  });
  for (const pipe of pipes) {
    const target = pipe.arguments[0] && responseAt(unwrap(pipe.arguments[0]), analysis);
    if (!target) continue;
    const source = sourceOf(pipe, analysis);
    if (!source || isDestroyed(source, target, analysis)) continue;
    yield {
      node: pipe,
      message: `${source.name ?? 'the stream'} stays open when the client goes away; ${source.ending} it when ${target.getText()} closes`,
      confidence: analysis.calls.activationAt(pipe) === 'request' ? 'high' : 'medium',
      ...(source.declaration && { sink: { name: source.name ?? 'stream', declaration: source.declaration } }),
      subject: source.name ?? 'pipe',
      fix: destroyFix(pipe, source, target),
    };
  }
}

/** `res`, or what a framework keeps it in: `reply.raw`, `ctx.res`. */
function responseAt(target: ts.Expression, analysis: Analysis): Response | undefined {
  if (ts.isIdentifier(target)) return analysis.isExchange(target) ? target : undefined;
  if (!ts.isPropertyAccessExpression(target) || !/^(?:raw|res)$/.test(target.name.text)) return undefined;
  return ts.isIdentifier(target.expression) && analysis.isExchange(target.expression) ? target : undefined;
}

type Response = ts.Identifier | ts.PropertyAccessExpression;

interface Source {
  /** The method that ends it for good. */
  readonly ending: 'destroy' | 'abort';
  readonly creation: ts.CallExpression;
  readonly declaration: ts.VariableDeclaration | undefined;
  readonly name: string | undefined;
}

/** The file stream at the start of `createReadStream(file).pipe(gzip).pipe(res)`. */
function sourceOf(pipe: ts.CallExpression, analysis: Analysis): Source | undefined {
  const receiver = receiverOf(pipe);
  const inner = receiver && unwrap(receiver);
  if (!inner) return undefined;
  if (ts.isCallExpression(inner)) {
    const ending = endingOf(inner, analysis);
    if (ending) return { creation: inner, declaration: undefined, name: undefined, ending };
    // stream.on('error', next).pipe(res)
    return /^(?:pipe|on|once)$/.test(calleeName(inner) ?? '') ? sourceOf(inner, analysis) : undefined;
  }
  const declaration = ts.isIdentifier(inner) ? analysis.index.declarationOf(inner) : undefined;
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !declaration.initializer ||
    functionOf(declaration) === undefined
  )
    return undefined;
  const value = unwrap(declaration.initializer);
  if (!ts.isCallExpression(value)) return undefined;
  const ending = endingOf(value, analysis);
  return ending && { creation: value, declaration, name: declaration.name.getText(), ending };
}

/** How to end the stream that a call opens: of a file, a stored object, a GridFS file, an archive. */
function endingOf(call: ts.CallExpression, analysis: Analysis): Source['ending'] | undefined {
  const name = calleeName(call) ?? '';
  if (importedCallee(analysis.index, call)?.module === 'archiver') return 'abort';
  if (/^openDownloadStream(?:ByName)?$/.test(name)) return 'abort';
  if (name !== 'createReadStream') return undefined;
  const receiver = receiverOf(call);
  return receiver && isFileHandle(unwrap(receiver), analysis) ? undefined : 'destroy';
}

/** `handle.createReadStream()` closes its handle by itself. */
function isFileHandle(receiver: ts.Expression, analysis: Analysis): boolean {
  const declaration = ts.isIdentifier(receiver) ? analysis.index.declarationOf(receiver) : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return value ? /\bopen\(/.test(value.getText()) : false;
}

/** The stream is destroyed by hand, or given to something that may do it. */
function isDestroyed(source: Source, target: Response, analysis: Analysis): boolean {
  if (!source.declaration) return false;
  return analysis.index.referencesTo(source.declaration).some((reference) => {
    const outer = outermost(reference);
    const { parent } = outer;
    if (isAccess(parent) && parent.expression === outer)
      return /^(?:destroy|close|abort|unpipe)$/.test(accessName(parent) ?? '') && isOnClose(parent, target);
    // archive.file(path), stream.pipe(res): only what takes the stream itself may end it.
    return (
      ts.isCallExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isReturnStatement(parent) ||
      ts.isShorthandPropertyAssignment(parent)
    );
  });
}

/** Destroyed when the exchange closes; an error handler of the stream itself does not count. */
function isOnClose(node: ts.Node, target: Response): boolean {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (!ts.isCallExpression(parent) || current === parent.expression) continue;
    const name = calleeName(parent) ?? '';
    const event = parent.arguments[0];
    if ((name === 'on' || name === 'once') && event && ts.isStringLiteralLike(event)) {
      return /^(?:close|aborted|abort|end|finish)$/.test(event.text) && event.text !== 'finish' && event.text !== 'end';
    }
    if (isFunctionNode(current)) return !isWithin(target, current);
  }
  return false;
}

function destroyFix(pipe: ts.CallExpression, source: Source, target: Response): Fix {
  const statement = statementOf(pipe);
  const isOwn =
    statement &&
    ts.isExpressionStatement(statement) &&
    statement.expression === pipe &&
    statementsAround(statement).length > 0;
  const isChained = receiverOf(pipe) !== source.creation && source.name === undefined;
  const name = source.name ?? 'source';
  if (!isOwn || isChained || (source.name === undefined && isNameUsed(statement, name))) {
    return {
      kind: 'manual',
      advice: `keep the stream in a variable and ${source.ending} it when ${target.getText()} closes`,
    };
  }
  return {
    kind: 'suggested',
    rewrite() {
      const file = pipe.getSourceFile();
      const { newLine, quote, semicolon } = styleOf(file);
      const indent = indentAt(statement);
      const response = target.getText();
      const onClose = `${response}.once(${quote}close${quote}, () => ${name}.${source.ending}())${semicolon}`;
      // A response that closed in the meantime says so only by its state.
      const guard = mayHaveClosed(statement, target)
        ? `if (${response}.destroyed) ${name}.${source.ending}()${semicolon}${newLine}${indent}else ${onClose}`
        : onClose;
      const before =
        source.name === undefined ? `const ${name} = ${source.creation.getText()}${semicolon}${newLine}${indent}` : '';
      return {
        edits: [
          insertAt(file, statement.getStart(), `${before}${guard}${newLine}${indent}`),
          ...(source.name === undefined ? [replaceNode(source.creation, name)] : []),
        ],
      };
    },
  };
}

function isNameUsed(statement: ts.Statement, name: string): boolean {
  const fn = functionOf(statement);
  return some(fn ?? statement.getSourceFile(), (node) => ts.isIdentifier(node) && node.text === name);
}

/** After an `await`, or in a callback, the client may be gone already. */
function mayHaveClosed(statement: ts.Statement, target: Response): boolean {
  const fn = functionOf(statement);
  if (!fn) return false;
  const isOwnParameter = fn.parameters.some((parameter) => parameter.name.getText() === target.getText().split('.')[0]);
  return !isOwnParameter || some(fn, (node) => ts.isAwaitExpression(node) && node.pos < statement.pos);
}
