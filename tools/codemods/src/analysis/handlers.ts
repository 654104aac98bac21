import { ts } from 'ts-morph';
import { isExportsAccess, type ProgramIndex } from './program-index.ts';
import {
  accessName,
  calleeName,
  hasModifier,
  isAccess,
  isAssignment,
  outermost,
  receiverOf,
  unwrap,
  type CallLike,
  type FunctionNode,
  isFunctionNode,
} from './syntax.ts';

/** What a parameter of a handler carries. */
export type ParameterRole = 'request' | 'response' | 'next' | 'data';

/** How a function is run by a framework: per request, per event of something longer-lived, or by a timer. */
export type Trigger = 'request' | 'event';

/** The trigger of a function that looks like a handler by its own text: parameter names, types and decorators. */
export function triggerBySignature(index: ProgramIndex, fn: FunctionNode): Trigger | undefined {
  if (isDecoratedHandler(fn)) return 'request';
  if (isGatewayHook(fn)) return 'event';
  const names = fn.parameters.map(parameterName);
  const types = fn.parameters.map(typeName);
  const [first, second] =
    names[0] !== undefined && errorName.test(names[0]) && names.length === 4 ? names.slice(1) : names;
  if (isRequestName(first) && isResponseName(second)) return 'request';
  if (types.some((type) => type !== undefined && hostTypes.has(type))) return 'request';
  const type = fn.parameters[0]?.type;
  if (requestTypes.has(types[0] ?? '') && !(type && isOtherType(index, type))) return 'request';
  // `(context, cb)` is a function of anything.
  if (isContextName(first) && second !== undefined && /^_*next$/.test(second)) return 'request';
  if (isResolver(fn) || (names[0] === 'event' && isExportedAs(fn, 'handler'))) return 'request';
  return isBotHandler(index, fn, names) ? 'event' : undefined;
}

/** What a gateway of Nest is called with when a client comes and goes. */
function isGatewayHook(fn: FunctionNode): boolean {
  if (!ts.isMethodDeclaration(fn) || !ts.isClassLike(fn.parent)) return false;
  return (
    /^handle(?:Connection|Disconnect)$/.test(fn.name.getText()) &&
    decoratorNames(fn.parent).includes('WebSocketGateway')
  );
}

/** What guards, interceptors and filters of Nest are given. */
const hostTypes = new Set(['ExecutionContext', 'ArgumentsHost']);

/** A type of the sources that is called `Context` or `Request` and has nothing of one: a tuple, a function, the state of a tree. */
function isOtherType(index: ProgramIndex, type: ts.TypeNode): boolean {
  const declaration = ts.isTypeReferenceNode(type) ? index.declarationOf(type.typeName) : undefined;
  if (!declaration) return false;
  if (ts.isImportSpecifier(declaration))
    return /'aws-lambda'|"aws-lambda"/.test(declaration.parent.parent.parent.getText());
  if (ts.isTypeAliasDeclaration(declaration)) return isClosedType(declaration.type);
  return (
    ts.isInterfaceDeclaration(declaration) && !declaration.heritageClauses && !hasExchangeMember(declaration.members)
  );
}

function isClosedType(type: ts.TypeNode): boolean {
  if (ts.isTypeLiteralNode(type)) return !hasExchangeMember(type.members);
  if (ts.isUnionTypeNode(type)) return type.types.every(isClosedType);
  return (
    ts.isTupleTypeNode(type) || ts.isArrayTypeNode(type) || ts.isFunctionTypeNode(type) || ts.isLiteralTypeNode(type)
  );
}

const exchangeMember =
  /^(?:req|request|res|response|reply|headers?|query|params|body|url|path|method|ip|session|cookies?|user|state|socket|raw|event)$/;

function hasExchangeMember(members: ts.NodeArray<ts.TypeElement>): boolean {
  return members.some(({ name }) => name !== undefined && exchangeMember.test(name.getText()));
}

/** The trigger of a function value by where it goes: `app.get('/', <here>)`, `http.createServer(<here>)`, `bus.on('x', <here>)`. */
export function triggerByFlow(index: ProgramIndex, value: ts.Node): Trigger | undefined {
  const outer = outermost(value);
  const { parent } = outer;
  // serve({ fetch(req) { … } })
  if (ts.isMethodDeclaration(value) && ts.isObjectLiteralExpression(value.parent))
    return triggerOfMember(index, value.name.getText(), value.parent);
  if (
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.arguments?.includes(outer as ts.Expression)
  ) {
    if (registersHandler(index, parent)) return 'request';
    if (registersSocketHandler(index, parent)) return 'event';
    if (registersWorker(parent)) return 'event';
    // A wrapper such as `catchAsync(handler)` hands the function on.
    return isWrapper(parent) && ts.isCallExpression(parent) ? triggerByFlow(index, parent) : undefined;
  }
  if (ts.isArrayLiteralExpression(parent)) return triggerByFlow(index, parent);
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'bind' && ts.isCallExpression(parent.parent)) {
    return triggerByFlow(index, parent.parent);
  }
  return ts.isPropertyAssignment(parent) ? triggerOfMember(index, parent.name.getText(), parent.parent) : undefined;
}

function triggerOfMember(index: ProgramIndex, name: string, holder: ts.Node): Trigger | undefined {
  if (name === 'eachMessage' || name === 'eachBatch') return 'event';
  return handlerProperties.has(name) ? triggerByFlow(index, holder) : undefined;
}

/** `{ Query: { user: (parent, args) => … } }` of GraphQL. */
function isResolver(fn: FunctionNode): boolean {
  const member = ts.isMethodDeclaration(fn) ? fn : outermost(fn).parent;
  const type = member.parent?.parent;
  if (!type || !ts.isObjectLiteralExpression(member.parent) || !ts.isPropertyAssignment(type)) return false;
  return /^(?:Query|Mutation|Subscription)$/.test(type.name.getText());
}

/** What a bot runs for a command or message: by the types of discord.js, or as its guide has files of commands and events. */
function isBotHandler(index: ProgramIndex, fn: FunctionNode, names: readonly (string | undefined)[]): boolean {
  const isTyped = fn.parameters.some(({ type }) => type !== undefined && isBotType(index, type));
  if (isTyped) return true;
  const isCommand = /^(?:execute|run)$/.test(fn.name?.getText() ?? '');
  return isCommand && /^(?:interaction|message)$/.test(names[0] ?? '') && botText.test(fn.getSourceFile().text);
}

const botText = /['"]discord\.js['"]/;

function isBotType(index: ProgramIndex, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type) || !/(?:Interaction|^Message)$/.test(type.typeName.getText())) return false;
  const declaration = index.declarationOf(type.typeName);
  const isImport = declaration !== undefined && ts.isImportSpecifier(declaration);
  return isImport && botText.test(declaration.parent.parent.parent.getText());
}

/** `exports.handler = …`, `export const handler = …`, `export function handler`: what a cloud calls by name. */
function isExportedAs(fn: FunctionNode, name: string): boolean {
  if (ts.isFunctionDeclaration(fn)) return fn.name?.text === name && hasModifier(fn, ts.SyntaxKind.ExportKeyword);
  const { parent } = outermost(fn);
  if (ts.isVariableDeclaration(parent)) {
    const statement = parent.parent.parent;
    return parent.name.getText() === name && hasModifier(statement, ts.SyntaxKind.ExportKeyword);
  }
  return isAssignment(parent) && accessName(parent.left) === name && isExportsAccess(parent.left);
}

/** What the parameter of a handler carries, by name, type, decorator and position. */
export function roleOf(parameter: ts.ParameterDeclaration, position: number, fn: FunctionNode): ParameterRole {
  const name = parameterName(parameter);
  const type = typeName(parameter) ?? '';
  // (event, context): the context of a cloud function tells its time and memory.
  if (position === 1 && name === 'context' && !errorName.test(fn.parameters[0]?.name.getText() ?? '')) return 'data';
  if (requestTypes.has(type) || hostTypes.has(type)) return 'request';
  if (responseTypes.has(type)) return 'response';
  const decorator = decoratorNames(parameter)[0];
  if (decorator !== undefined) {
    if (decorator === 'Req' || decorator === 'Request') return 'request';
    return decorator === 'Res' || decorator === 'Response' ? 'response' : 'data';
  }
  if (isDecoratedHandler(fn)) return 'data';
  if (isRequestName(name) || isContextName(name)) return 'request';
  if (isResponseName(name)) return 'response';
  if (name !== undefined && nextName.test(name)) return 'next';
  if (name !== undefined && errorName.test(name)) return 'data';
  return position === 0 ? 'request' : position === 1 ? 'response' : 'next';
}

const requestName = /^_*(?:req|request|incoming|httpReq(?:uest)?|rq)$/i;
const responseName = /^_*(?:res|resp|response|reply|rep|httpRes(?:ponse)?|rs)\d?$/i;
const contextName = /^_*(?:ctx|context|c)$/;
const nextName = /^_*(?:next|done|cb)$/;
const errorName = /^_*(?:e|err|error)$/;

export const isRequestName = (name: string | undefined) => name !== undefined && requestName.test(name);
export const isResponseName = (name: string | undefined) => name !== undefined && responseName.test(name);
export const isContextName = (name: string | undefined) => name !== undefined && contextName.test(name);

const requestTypes = new Set([
  'Request',
  'IncomingMessage',
  'FastifyRequest',
  'ExpressRequest',
  'Http2ServerRequest',
  'NextApiRequest',
  'HonoRequest',
  'Context',
  'ParameterizedContext',
  'KoaContext',
  'express.Request',
  'http.IncomingMessage',
  'Koa.Context',
  'Koa.ParameterizedContext',
]);
const responseTypes = new Set([
  'Response',
  'ServerResponse',
  'FastifyReply',
  'ExpressResponse',
  'Http2ServerResponse',
  'NextApiResponse',
  'express.Response',
  'http.ServerResponse',
]);

const routeMethods = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
  'head',
  'options',
  'all',
  'use',
  'param',
  'route',
  'any',
  'on',
]);
const appFactories = new Set([
  'express',
  'Router',
  'fastify',
  'Fastify',
  'Koa',
  'Hono',
  'polka',
  'restify',
  'connect',
  'createApp',
  'createRouter',
  'Elysia',
  'OpenAPIHono',
  'KoaRouter',
]);
const appTypes = /^(?:express\.)?(?:Express|Application|Router|IRouter|FastifyInstance|Koa|Hono|Server)\b/;
const appName =
  /^(?:app|api|router|routes?|fastify|koa|hono|express|server|instance|web|v\d)$|(?:App|Router|Routes|Server|Api)$/;
const handlerProperties = new Set([
  'handler',
  'handlers',
  'preHandler',
  'onRequest',
  'preValidation',
  'preParsing',
  'onSend',
  'onResponse',
  'fetch',
]);

/** Fastify's hooks of the application itself; the others run per request. */
const applicationHooks = /^(?:onReady|onListen|onRoute|onRegister|onClose|preClose)$/;

/** Whether a call hands its function arguments to a server: routes, middleware, hooks, `createServer`. */
export function registersHandler(index: ProgramIndex, call: CallLike): boolean {
  const name = calleeName(call);
  if (name === undefined) return false;
  if (/^(?:create(?:Secure)?Server|serve)$/.test(name) || (ts.isNewExpression(call) && name === 'Server')) return true;
  const receiver = receiverOf(call);
  if (index.handlerCalls.size > 0 && isHandlerCall(index.handlerCalls, name, receiver)) return true;
  if (!receiver) return false;
  if (name === 'addHook') return !isStringArgument(call, applicationHooks);
  if (name === 'setErrorHandler' || name === 'setNotFoundHandler') return true;
  // What listens once serves nobody.
  if (name === 'once') return false;
  if (name === 'on')
    return isStringArgument(call, /^(?:request|upgrade|checkContinue)$/) && !isRequestName(receiver.getText());
  // t.procedure.input(schema).query(({ input }) => …)
  if (/^(?:query|mutation|subscription)$/.test(name) && /[pP]rocedure\b/.test(receiver.getText())) return true;
  return routeMethods.has(name) && isAppLike(index, receiver);
}

/** `route` means a call of that name, `bus.respond` a method of what is called so, `*.respond` of anything. */
function isHandlerCall(known: ReadonlySet<string>, name: string, receiver: ts.Expression | undefined): boolean {
  if (!receiver) return known.has(name);
  const inner = unwrap(receiver);
  const on = ts.isIdentifier(inner) ? inner.text : accessName(inner);
  return known.has(`*.${name}`) || (on !== undefined && known.has(`${on}.${name}`));
}

/** `app.ws('/live', (socket, req) => …)`: called for each socket that connects. */
function registersSocketHandler(index: ProgramIndex, call: CallLike): boolean {
  const receiver = calleeName(call) === 'ws' ? receiverOf(call) : undefined;
  return receiver !== undefined && isAppLike(index, receiver);
}

/** Whether an expression is an application or router of a web framework, by its type, its creation or its name. */
export function isAppLike(index: ProgramIndex, receiver: ts.Expression): boolean {
  const inner = unwrap(receiver);
  if (ts.isCallExpression(inner) || ts.isNewExpression(inner)) {
    const name = calleeName(inner);
    if (name !== undefined && appFactories.has(name)) return true;
    // Chains: app.route('/x').get(…).post(…), express().use(…).
    const base = receiverOf(inner);
    return base !== undefined && name !== undefined && routeMethods.has(name) && isAppLike(index, base);
  }
  const name = ts.isIdentifier(inner) ? inner.text : accessName(inner);
  const declaration = index.declarationOf(inner);
  if (
    declaration &&
    (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration) || ts.isParameter(declaration))
  ) {
    if (declaration.type && appTypes.test(declaration.type.getText())) return true;
    const value = declaration.initializer && unwrap(declaration.initializer);
    if (value && (ts.isCallExpression(value) || ts.isNewExpression(value))) {
      const factory = calleeName(value);
      if (factory !== undefined && appFactories.has(factory)) return true;
      if (receiverOf(value) && isAppLike(index, value)) return true;
      // `const routes = new Map()` and `const api = axios.create()` are named like apps.
      if (factory !== undefined && !/app|router|server|fastify|koa|require|import/i.test(factory)) return false;
    } else if (value && (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value))) return false;
  }
  return name !== undefined && appName.test(name);
}

const workerCalls = new Set(['process', 'consume', 'subscribe', 'Worker', 'handle', 'onMessage', 'work', 'define']);

/** Queue workers, consumers and RPC handlers: called again and again with outside data. */
function registersWorker(call: CallLike): boolean {
  const name = calleeName(call);
  if (name === undefined || !workerCalls.has(name)) return false;
  const first = call.arguments?.[0];
  return first !== undefined && (call.arguments?.length ?? 0) >= (name === 'process' || name === 'subscribe' ? 1 : 2);
}

/** `new Worker('mails', send)`, `queue.process(send)`, `channel.consume(name, send)`: each job is a run of its own. */
export function takesJobs(call: CallLike): boolean {
  const isOfQueue = receiverOf(call) !== undefined || ts.isNewExpression(call);
  return isOfQueue && /^(?:process|consume|Worker|work|define)$/.test(calleeName(call) ?? '') && registersWorker(call);
}

/** Calls that return their function argument wrapped: `asyncHandler(fn)`, not `list.map(fn)`. */
function isWrapper(call: CallLike): boolean {
  return receiverOf(call) === undefined || /wrap|async|handler|catch/i.test(calleeName(call) ?? '');
}

export function isStringArgument(call: CallLike, pattern: RegExp): boolean {
  const first = call.arguments?.[0];
  return first !== undefined && ts.isStringLiteralLike(first) && pattern.test(first.text);
}

const routeDecorators = new Set([
  'Get',
  'Post',
  'Put',
  'Patch',
  'Delete',
  'All',
  'Head',
  'Options',
  'Sse',
  'MessagePattern',
  'EventPattern',
  'SubscribeMessage',
  'GrpcMethod',
  'Query',
  'Mutation',
  'ResolveField',
  'Subscription',
  'Process',
  'OnEvent',
  'Action',
]);

function isDecoratedHandler(fn: FunctionNode): boolean {
  if (!ts.isMethodDeclaration(fn)) return false;
  return decoratorNames(fn).some((name) => routeDecorators.has(name));
}

/** The names of decorators: `Injectable` of `@Injectable()`. */
export function decoratorNames(node: ts.Node): string[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).map(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    return isAccess(callee) ? (accessName(callee) ?? '') : callee.getText();
  });
}

/** Whether a class has methods that a framework calls with requests. */
export function hasHandlerMethod(index: ProgramIndex, node: ts.ClassLikeDeclaration): boolean {
  return node.members.some((member) => {
    if (ts.isMethodDeclaration(member)) return triggerBySignature(index, member) !== undefined;
    const value = ts.isPropertyDeclaration(member) && member.initializer ? unwrap(member.initializer) : undefined;
    return value !== undefined && isFunctionNode(value) && triggerBySignature(index, value) !== undefined;
  });
}

function parameterName(parameter: ts.ParameterDeclaration): string | undefined {
  return ts.isIdentifier(parameter.name) ? parameter.name.text : undefined;
}

function typeName(parameter: ts.ParameterDeclaration): string | undefined {
  if (!parameter.type || !ts.isTypeReferenceNode(parameter.type)) return undefined;
  return parameter.type.typeName.getText();
}
