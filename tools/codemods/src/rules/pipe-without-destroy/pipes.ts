import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
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
import { originOf, originOfMember, originOfParameter, type StreamOrigin } from './stream-origins.ts';

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
    const { name, origin, declaration } = source;
    const isCertain = origin.isCertain && analysis.calls.activationAt(pipe) === 'request';
    yield {
      node: pipe,
      message: `${name ?? 'the stream'} stays open when the client goes away; ${origin.ending} it when ${target.getText()} closes`,
      confidence: isCertain ? 'high' : 'medium',
      ...(declaration && { sink: { name: name ?? 'stream', declaration } }),
      subject: name ?? 'pipe',
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
  readonly origin: StreamOrigin;
  /** What the stream is made by, or the parameter that brings it. */
  readonly creation: ts.Node;
  readonly declaration: ts.VariableDeclaration | ts.ParameterDeclaration | undefined;
  readonly name: string | undefined;
}

/** The source at the start of `createReadStream(file).pipe(gzip).pipe(res)`. */
function sourceOf(pipe: ts.CallExpression, analysis: Analysis): Source | undefined {
  const receiver = receiverOf(pipe);
  const inner = receiver && unwrap(receiver);
  if (!inner) return undefined;
  if (ts.isCallExpression(inner)) {
    const origin = originOf(inner, analysis);
    if (origin) return { creation: inner, declaration: undefined, name: undefined, origin };
    // stream.on('error', next).pipe(res)
    return /^(?:pipe|on|once)$/.test(calleeName(inner) ?? '') ? sourceOf(inner, analysis) : undefined;
  }
  // child.stdout.pipe(res), answer.data.pipe(res): the variable at its start is what ends it.
  const holder = isAccess(inner) && ts.isIdentifier(unwrap(inner.expression)) ? unwrap(inner.expression) : inner;
  const declaration = ts.isIdentifier(holder) ? analysis.index.declarationOf(holder) : undefined;
  const member = holder === inner ? undefined : accessName(inner);
  if (!declaration || functionOf(declaration) === undefined) return undefined;
  if (ts.isParameter(declaration)) {
    const origin =
      member === undefined ? originOfParameter(declaration, analysis) : originOfMember(declaration, member, analysis);
    return origin && { creation: declaration, declaration, name: declaration.name.getText(), origin };
  }
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const value = unwrap(declaration.initializer);
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return undefined;
  const origin = member === undefined ? originOf(value, analysis) : originOfMember(declaration, member, analysis);
  return origin && { creation: value, declaration, name: declaration.name.getText(), origin };
}

/** The stream is destroyed by hand, or given to something that may do it. */
function isDestroyed(source: Source, target: Response, analysis: Analysis): boolean {
  if (endsBySignal(source.creation)) return true;
  if (!source.declaration) return false;
  return analysis.index.referencesTo(source.declaration).some((reference) => {
    const outer = outermost(reference);
    const { parent } = outer;
    if (isAccess(parent) && parent.expression === outer)
      return (
        /^(?:destroy|close|abort|unpipe|kill|cancel)$/.test(accessName(parent) ?? '') &&
        isOnClose(parent, target, analysis)
      );
    if (isWatched(parent)) return false;
    // archive.file(path), stream.pipe(res): only what takes the stream itself may end it.
    return (
      ts.isCallExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isReturnStatement(parent) ||
      ts.isShorthandPropertyAssignment(parent)
    );
  });
}

/** `createReadStream(file, { signal })`, `spawn('tail', [], { signal })`. */
function endsBySignal(creation: ts.Node): boolean {
  const values = ts.isCallExpression(creation) || ts.isNewExpression(creation) ? (creation.arguments ?? []) : [];
  return values.some((value) => {
    const options = unwrap(value);
    return ts.isObjectLiteralExpression(options) && options.properties.some(({ name }) => name?.getText() === 'signal');
  });
}

/** `console.log(stream)`. */
function isWatched(parent: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^(?:console|logger|log)\b/.test(parent.expression.getText());
}

/** Destroyed when the exchange closes; an error handler of the stream itself does not count. */
function isOnClose(node: ts.Node, target: Response, analysis: Analysis, depth = 0): boolean {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    // const abandon = () => file.destroy(); res.once('close', abandon)
    const uses = isFunctionNode(current) && depth < 2 ? analysis.calls.valueUsesOf(current) : [];
    if (uses.some((use) => use !== current && isOnClose(use, target, analysis, depth + 1))) return true;
    if (!ts.isCallExpression(parent) || current === parent.expression) continue;
    const name = calleeName(parent) ?? '';
    const event = parent.arguments[0];
    // finished(res, () => stream.destroy())
    if (/^(?:finished|onFinished|eos|onClose)$/.test(name)) return true;
    if ((name === 'on' || name === 'once') && event && ts.isStringLiteralLike(event)) {
      return /^(?:close|aborted|abort|end|finish)$/.test(event.text) && event.text !== 'finish' && event.text !== 'end';
    }
    if (isFunctionNode(current)) return !isWithin(target, current);
  }
  return false;
}

function destroyFix(pipe: ts.CallExpression, source: Source, target: Response): Fix {
  const { origin, creation } = source;
  const statement = statementOf(pipe);
  const isOwn =
    statement &&
    ts.isExpressionStatement(statement) &&
    statement.expression === pipe &&
    statementsAround(statement).length > 0;
  const isChained = receiverOf(pipe) !== creation && source.name === undefined;
  const name = source.name ?? 'source';
  if (!isOwn || isChained || (source.name === undefined && isNameUsed(statement, name))) {
    return {
      kind: 'manual',
      advice: `keep the stream in a variable and ${origin.ending} it when ${target.getText()} closes`,
    };
  }
  return {
    kind: 'suggested',
    rewrite() {
      const file = pipe.getSourceFile();
      const { newLine, quote, semicolon } = styleOf(file);
      const indent = indentAt(statement);
      const response = target.getText();
      const end = `${name}${origin.path}.${origin.ending}()`;
      const onClose = `${response}.once(${quote}close${quote}, () => ${end})${semicolon}`;
      // A response that closed in the meantime says so only by its state.
      const guard = mayHaveClosed(statement, target)
        ? `if (${response}.destroyed) ${end}${semicolon}${newLine}${indent}else ${onClose}`
        : onClose;
      const before =
        source.name === undefined ? `const ${name} = ${creation.getText()}${semicolon}${newLine}${indent}` : '';
      return {
        edits: [
          insertAt(file, statement.getStart(), `${before}${guard}${newLine}${indent}`),
          ...(source.name === undefined ? [replaceNode(creation, name)] : []),
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
