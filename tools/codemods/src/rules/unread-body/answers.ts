import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { initializerOf, type ProgramIndex } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  leaves,
  outermost,
  statementOf,
  unwrap,
} from '../../analysis/syntax.ts';

/** An answer of another server whose body somebody has to read or cancel. */
export interface Answer {
  readonly call: ts.CallExpression;
  readonly kind: 'fetch' | 'undici' | 'http';
  readonly holder: ts.VariableDeclaration | ts.ParameterDeclaration;
}

/** Where the body is left unread: the whole way, or where some path leaves early. */
export interface Unread {
  readonly answer: Answer;
  readonly leaving: ts.Statement | undefined;
}

export function unreadIn(file: ts.SourceFile, analysis: Analysis): Unread[] {
  return foundAtCalls(file, (call) => {
    const answer = answerAt(call, analysis);
    return answer && unreadOf(answer, analysis);
  });
}

function answerAt(call: ts.CallExpression, { index }: Analysis): Answer | undefined {
  const name = calleeName(call);
  if (name === undefined || !/^(?:fetch|request|get)$/.test(name)) return undefined;
  const imported = importedNameOf(index, call.expression);
  if (/^https?$/.test(imported?.module ?? '')) return asksForHead(call, index) ? undefined : answerOfHttp(call);
  const kind =
    imported?.module === 'undici' && imported.name === 'request' ? 'undici' : name === 'fetch' ? 'fetch' : undefined;
  const isKnown = kind === 'undici' || !imported || /^(?:undici|node-fetch|cross-fetch)$/.test(imported.module);
  const isOwn = index.functionOf(call.expression) !== undefined;
  if (!kind || !isKnown || isOwn || asksForHead(call, index)) return undefined;
  const { parent } = outermost(call);
  // A promise that is not awaited here is someone else's to read.
  const isAwaited = ts.isAwaitExpression(call.parent);
  return isAwaited && ts.isVariableDeclaration(parent) ? { call, kind, holder: parent } : undefined;
}

/** Options that say `method: 'HEAD'`, here or in a constant: nothing comes but the head. */
function asksForHead(call: ts.CallExpression, index: ProgramIndex): boolean {
  return call.arguments.some((argument) => {
    const inner = unwrap(argument);
    const declaration = ts.isIdentifier(inner) ? index.declarationOf(inner) : undefined;
    const options = declaration ? initializerOf(declaration) : inner;
    return (
      options !== undefined &&
      ts.isObjectLiteralExpression(options) &&
      /\bmethod\s*:\s*['"]HEAD['"]/i.test(options.getText())
    );
  });
}

/** `http.get(url, (answer) => …)` */
function answerOfHttp(call: ts.CallExpression): Answer | undefined {
  const last = call.arguments.at(-1);
  const callback = last && unwrap(last);
  const [holder] = callback && isFunctionNode(callback) ? callback.parameters : [];
  return holder && ts.isIdentifier(holder.name) ? { call, kind: 'http', holder } : undefined;
}

function unreadOf(answer: Answer, { index }: Analysis): Unread | undefined {
  const { holder, kind } = answer;
  if (ts.isObjectBindingPattern(holder.name)) return unreadParts(answer, holder.name);
  if (!ts.isIdentifier(holder.name)) return undefined;
  const uses = index.referencesTo(holder);
  const reads = uses.filter((use) => !isGlance(use, kind));
  if (reads.length === 0) return { answer, leaving: undefined };
  const start = Math.min(...reads.map((read) => read.pos));
  const leaving = uses
    .filter((use) => use.pos < start)
    .map((use) => leavingAt(use, reads, holder))
    .find(Boolean);
  return leaving && { answer, leaving };
}

/** `const { statusCode } = await request(url)` leaves the body behind. */
function unreadParts(answer: Answer, pattern: ts.ObjectBindingPattern): Unread | undefined {
  const names = pattern.elements.map((element) => (element.propertyName ?? element.name).getText());
  const isRead =
    answer.kind !== 'undici' || names.includes('body') || pattern.elements.some((each) => each.dotDotDotToken);
  return isRead ? undefined : { answer, leaving: undefined };
}

const glances = {
  fetch: /^(?:ok|status|statusText|headers|url|redirected|type)$/,
  undici: /^(?:statusCode|headers|trailers|statusMessage)$/,
  http: /^(?:statusCode|statusMessage|headers|rawHeaders|httpVersion|url|complete|socket|req)$/,
} as const satisfies Record<Answer['kind'], RegExp>;

/** It looks at the head of the answer only. */
function isGlance(use: ts.Node, kind: Answer['kind']): boolean {
  const outer = outermost(use);
  const { parent } = outer;
  if (isAccess(parent) && parent.expression === outer) {
    const isListening = /^(?:on|once)$/.test(accessName(parent) ?? '') && ts.isCallExpression(parent.parent);
    if (isListening && ts.isCallExpression(parent.parent)) {
      const [event] = parent.parent.arguments;
      return event !== undefined && ts.isStringLiteralLike(event) && !/^(?:data|readable)$/.test(event.text);
    }
    return glances[kind].test(accessName(parent) ?? '') && !isAssignment(parent.parent);
  }
  return ts.isPrefixUnaryExpression(parent) || ts.isIfStatement(parent);
}

/** `if (!answer.ok) throw …`, with nothing that reads in the branch. */
function leavingAt(use: ts.Node, reads: readonly ts.Node[], holder: ts.Node): ts.Statement | undefined {
  const test = statementOf(use);
  if (!test || !ts.isIfStatement(test) || !isWithin(use, test.expression) || !leaves(test.thenStatement))
    return undefined;
  if (reads.some((read) => isWithin(read, test))) return undefined;
  const isOfHolder = functionOf(test) === (ts.isParameter(holder) ? holder.parent : functionOf(holder));
  if (!isOfHolder) return undefined;
  const branch = test.thenStatement;
  return ts.isBlock(branch) ? branch.statements.at(-1) : branch;
}
