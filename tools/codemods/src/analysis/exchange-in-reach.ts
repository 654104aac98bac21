import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { isContextName, isResponseName, takesJobs } from './handlers.ts';
import { importedCallee } from './imports-of.ts';
import { calleeName, functionOf, isFunctionNode, outermost, some, type FunctionNode } from './syntax.ts';

/** What tells that a request or a connection is over, as the code at a node can name it. */
export interface Exchange {
  /** `res`, `reply.raw`, `ctx.res`, `socket`. */
  readonly text: string;
  /** The variable itself. */
  readonly parameter: ts.Identifier;
  readonly event: 'close' | 'disconnect';
  /** A condition that holds once it is over; undefined where nothing can have ended it yet. */
  readonly overText: string | undefined;
}

/** The response, or the connection, that a rewrite at a node can wait for. */
export function exchangeInReach(node: ts.Node, analysis: Analysis): Exchange | undefined {
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) {
    const found = responseOf(fn, node, analysis) ?? connectionOf(fn, node, analysis);
    if (found) return found;
  }
  return undefined;
}

function responseOf(fn: FunctionNode, node: ts.Node, analysis: Analysis): Exchange | undefined {
  for (const parameter of fn.parameters) {
    const { name } = parameter;
    if (!ts.isIdentifier(name) || !analysis.isExchange(name)) continue;
    const text = nodeResponse(parameter, name.text);
    if (text === undefined) continue;
    return { text, parameter: name, event: 'close', overText: isLater(node, fn) ? `${text}.destroyed` : undefined };
  }
  return undefined;
}

/** Node's own response behind that of a framework. */
function nodeResponse(parameter: ts.ParameterDeclaration, name: string): string | undefined {
  const { text } = parameter.getSourceFile();
  const isResponse = isResponseName(name) || /Response$/.test(parameter.type?.getText() ?? '');
  if (/\bhono\b/i.test(text)) return undefined;
  if (!isResponse) return isContextName(name) && /\bkoa\b/i.test(text) ? `${name}.res` : undefined;
  const isReply = name === 'reply' || parameter.type?.getText() === 'FastifyReply';
  return isReply ? `${name}.raw` : name;
}

function connectionOf(fn: FunctionNode, node: ts.Node, analysis: Analysis): Exchange | undefined {
  const [parameter] = fn.parameters;
  if (!parameter || !ts.isIdentifier(parameter.name) || !isConnectionHandler(fn, analysis)) return undefined;
  if (isLater(node, fn)) return undefined;
  const isSocketIo = /socket\.io|WebSocketGateway/.test(fn.getSourceFile().text);
  const { name } = parameter;
  return { text: name.text, parameter: name, event: isSocketIo ? 'disconnect' : 'close', overText: undefined };
}

/** In a callback, or behind an `await`, the other side may be gone already. */
function isLater(node: ts.Node, fn: FunctionNode): boolean {
  return functionOf(node) !== fn || some(fn, (each) => ts.isAwaitExpression(each) && each.pos < node.pos);
}

/** What runs a piece of code again and again: a request, a connection to a server of ours, a job of a queue. */
export type Repetition = 'request' | 'connection' | 'job';

export function repetitionOf(node: ts.Node, analysis: Analysis): Repetition | undefined {
  if (analysis.calls.activationAt(node) === 'request') return 'request';
  if (isPerConnection(node, analysis)) return 'connection';
  return isPerJob(node, analysis) ? 'job' : undefined;
}

/** When what a repetition takes should be given back, in words. */
export function endOf(per: Repetition): string {
  if (per === 'job') return 'the job is done';
  return per === 'request' ? 'the response closes' : 'the connection closes';
}

function isPerConnection(node: ts.Node, analysis: Analysis, depth = 0): boolean {
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) {
    if (isConnectionHandler(fn, analysis)) return true;
    const sites = depth < 3 ? analysis.calls.callSitesOf(fn) : [];
    if (sites.some((site) => isPerConnection(site, analysis, depth + 1))) return true;
  }
  return false;
}

function isPerJob(node: ts.Node, { calls }: Analysis): boolean {
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) {
    const isJob = calls.valueUsesOf(fn).some((use) => {
      const { parent } = outermost(use);
      return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && takesJobs(parent);
    });
    if (isJob) return true;
  }
  return false;
}

/** Whether a name is the connection that a server hands to its handler. */
export function isConnection(name: ts.Identifier, analysis: Analysis): boolean {
  const declaration = analysis.index.declarationOf(name);
  if (!declaration || !ts.isParameter(declaration) || !isFunctionNode(declaration.parent)) return false;
  return declaration.parent.parameters[0] === declaration && isConnectionHandler(declaration.parent, analysis);
}

/** `server.on('connection', <here>)`, `net.createServer(<here>)` and a gateway's `handleConnection`. */
function isConnectionHandler(fn: FunctionNode, analysis: Analysis): boolean {
  if (ts.isMethodDeclaration(fn) && fn.name.getText() === 'handleConnection') return true;
  return analysis.calls.valueUsesOf(fn).some(({ parent }) => {
    if (!ts.isCallExpression(parent)) return false;
    if (calleeName(parent) === 'createServer') return takesSocket(fn) || isServerOfSockets(parent, analysis);
    if (calleeName(parent) === 'ws') return true;
    if (!/^(?:on|addListener)$/.test(calleeName(parent) ?? '')) return false;
    const [event] = parent.arguments;
    return event !== undefined && ts.isStringLiteralLike(event) && event.text === 'connection';
  });
}

function isServerOfSockets(call: ts.CallExpression, { index }: Analysis): boolean {
  return /^(?:net|tls)$/.test(importedCallee(index, call)?.module ?? '');
}

function takesSocket({ parameters }: FunctionNode): boolean {
  return (
    parameters.length === 1 && /^(?:socket|sock|conn|connection|client)$/.test(parameters[0]?.name.getText() ?? '')
  );
}
