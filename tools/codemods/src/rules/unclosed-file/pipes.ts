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

/** File streams piped into a response: `pipe` leaves the file open when the client goes away. */
export function* pipesIn(file: ts.SourceFile, analysis: Analysis): Generator<Detection> {
  const pipes: ts.CallExpression[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) && calleeName(node) === 'pipe') pipes.push(node);
  });
  for (const pipe of pipes) {
    const target = pipe.arguments[0] && unwrap(pipe.arguments[0]);
    if (!target || !ts.isIdentifier(target) || !analysis.isExchange(target)) continue;
    const source = sourceOf(pipe, analysis);
    if (!source || isDestroyed(source, target, analysis)) continue;
    yield {
      node: pipe,
      message: `${source.name ?? 'the file stream'} stays open when the client goes away; destroy it when ${target.text} closes`,
      confidence: analysis.calls.activationAt(pipe) === 'request' ? 'high' : 'medium',
      ...(source.declaration && { sink: { name: source.name ?? 'stream', declaration: source.declaration } }),
      subject: source.name ?? 'pipe',
      fix: destroyFix(pipe, source, target),
    };
  }
}

interface Source {
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
    if (calleeName(inner) === 'createReadStream')
      return isFileStream(inner, analysis) ? { creation: inner, declaration: undefined, name: undefined } : undefined;
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
  if (calleeName(value) === 'createReadStream' && isFileStream(value, analysis))
    return { creation: value, declaration, name: declaration.name.getText() };
  return undefined;
}

function isFileStream(call: ts.CallExpression, analysis: Analysis): boolean {
  const imported = importedCallee(analysis.index, call);
  return imported?.module === 'fs' || imported?.module === 'fs-extra';
}

/** The stream is destroyed by hand, or given to something that may do it. */
function isDestroyed(source: Source, target: ts.Identifier, analysis: Analysis): boolean {
  if (!source.declaration) return false;
  return analysis.index.referencesTo(source.declaration).some((reference) => {
    const outer = outermost(reference);
    const { parent } = outer;
    if (isAccess(parent) && parent.expression === outer)
      return /^(?:destroy|close|unpipe)$/.test(accessName(parent) ?? '') && isOnClose(parent, target);
    return (
      ts.isCallExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isReturnStatement(parent) ||
      ts.isShorthandPropertyAssignment(parent)
    );
  });
}

/** Destroyed when the exchange closes; an error handler of the stream itself does not count. */
function isOnClose(node: ts.Node, target: ts.Identifier): boolean {
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

function destroyFix(pipe: ts.CallExpression, source: Source, target: ts.Identifier): Fix {
  const statement = statementOf(pipe);
  const isOwn =
    statement &&
    ts.isExpressionStatement(statement) &&
    statement.expression === pipe &&
    statementsAround(statement).length > 0;
  const isChained = receiverOf(pipe) !== source.creation && source.name === undefined;
  const name = source.name ?? 'source';
  if (!isOwn || isChained || (source.name === undefined && isNameUsed(statement, name))) {
    return { kind: 'manual', advice: `keep the stream in a variable and destroy it when ${target.text} closes` };
  }
  return {
    kind: 'suggested',
    rewrite() {
      const file = pipe.getSourceFile();
      const { newLine, quote, semicolon } = styleOf(file);
      const indent = indentAt(statement);
      const onClose = `${target.text}.once(${quote}close${quote}, () => ${name}.destroy())${semicolon}`;
      // A response that closed in the meantime says so only by its state.
      const guard = mayHaveClosed(statement, target)
        ? `if (${target.text}.destroyed) ${name}.destroy()${semicolon}${newLine}${indent}else ${onClose}`
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
function mayHaveClosed(statement: ts.Statement, target: ts.Identifier): boolean {
  const fn = functionOf(statement);
  if (!fn) return false;
  const isOwnParameter = fn.parameters.some((parameter) => parameter.name.getText() === target.text);
  return !isOwnParameter || some(fn, (node) => ts.isAwaitExpression(node) && node.pos < statement.pos);
}
