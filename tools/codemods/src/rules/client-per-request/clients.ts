import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { repetitionOf, type Repetition } from '../../analysis/exchange-in-reach.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { accessAround } from '../../analysis/call-graph.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  outermost,
  receiverOf,
  type CallLike,
  unwrap,
  type FunctionNode,
} from '../../analysis/syntax.ts';
import { acquisitionsIn, takenAt, type Acquisition } from '../../resources/acquisitions.ts';
import { fateOf } from '../../resources/closings.ts';

/** A client that is made again and again. */
export interface Client {
  readonly call: CallLike;
  readonly name: string;
  readonly holder: ts.Node | undefined;
  readonly per: Repetition;
}

export function clientsIn(file: ts.SourceFile, analysis: Analysis): Client[] {
  return acquisitionsIn(file, 'client-per-request', analysis).flatMap(
    (acquisition) => clientOf(acquisition, analysis) ?? [],
  );
}

function clientOf(acquisition: Acquisition, analysis: Analysis): Client | undefined {
  const { call, holder } = acquisition;
  const field = holder ? undefined : fieldOf(call, analysis);
  const name = field?.getText() ?? holder?.name.getText() ?? nameOf(call);
  const per = field && isOfInstance(field) ? perInstance(call, analysis) : repetitionOf(call, analysis);
  if (!per || runsOnce(call, analysis)) return undefined;
  const isKept = field ? isNeverClosed(field, acquisition, analysis) : isLost(acquisition, analysis, 0);
  return isKept ? { call, name, holder: holder ?? field, per } : undefined;
}

/** `new PrismaClient()`, `createClient()`. */
function nameOf(call: CallLike): string {
  return `the ${(calleeName(call) ?? 'client').replace(/^create|^connect$/, '') || 'client'}`;
}

/** Nobody closes it: not the function that makes it, nor those it is returned to. */
function isLost(acquisition: Acquisition, analysis: Analysis, depth: number): boolean {
  const { call, kind, holder } = acquisition;
  const maker = makerOf(holder ?? call, analysis);
  if (!maker) {
    const isUsedHere = holder !== undefined || !isTakenOver(call);
    return (
      isUsedHere &&
      fateOf(acquisition, analysis, (use) => isHungOnExchange(use, acquisition, analysis)).kind === 'never-closed'
    );
  }
  const sites = depth > 2 ? [] : analysis.calls.callSitesOf(maker);
  const isOnlyReturned =
    holder === undefined ||
    fateOf(acquisition, analysis, (use) => returnerOf(use) !== undefined).kind === 'never-closed';
  return (
    isOnlyReturned &&
    sites.length > 0 &&
    sites.every((site) => {
      const taken = takenAt(site, kind, analysis);
      return taken !== undefined && !runsOnce(site, analysis) && isLost(taken, analysis, depth + 1);
    })
  );
}

/** The function that only makes it: `const connect = () => new Client(url)`. */
function makerOf(made: ts.Node, { index }: Analysis): FunctionNode | undefined {
  if (!ts.isVariableDeclaration(made)) return returnerOf(made);
  const uses = index.referencesTo(made);
  const returned = uses.filter((use) => returnerOf(use) !== undefined);
  return returned[0] && returnerOf(returned[0]);
}

function returnerOf(value: ts.Node): FunctionNode | undefined {
  const outer = outermost(value);
  const { parent } = outer;
  if (ts.isReturnStatement(parent)) return functionOf(parent);
  return ts.isArrowFunction(parent) && parent.body === outer ? parent : undefined;
}

/** Put where someone unknown may close it: `pools[id] = new Pool()`, `use(new Pool())`. */
function isTakenOver(call: CallLike): boolean {
  const { parent } = outermost(call);
  return !ts.isExpressionStatement(parent) && !isAccess(parent);
}

/** `this.redis = new Redis()` and `redis = new Redis()` of a class, `req.redis = new Redis()`, `res.locals.redis = new Redis()`. */
function fieldOf(call: CallLike, analysis: Analysis): ts.Node | undefined {
  const outer = outermost(call);
  const { parent } = outer;
  if (ts.isPropertyDeclaration(parent) && parent.initializer === outer) return parent.name;
  const isAssigned = isAssignment(parent) && parent.right === outer && isAccess(parent.left);
  if (!isAssigned || accessName(parent.left) === undefined) return undefined;
  return isOfInstance(parent.left) || isOfExchange(parent.left.expression, analysis) ? parent.left : undefined;
}

function isOfInstance(field: ts.Node): boolean {
  return !isAccess(field) || field.expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** `req`, `res.locals`, `ctx.state`. */
export function isOfExchange(holder: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(holder);
  if (ts.isIdentifier(inner)) return analysis.isExchange(inner);
  return (
    isAccess(inner) && /^(?:locals|state)$/.test(accessName(inner) ?? '') && isOfExchange(inner.expression, analysis)
  );
}

/** A class that requests make instances of makes a client with each. */
function perInstance(call: CallLike, analysis: Analysis): Client['per'] | undefined {
  const fn = functionOf(call);
  if (fn && !ts.isConstructorDeclaration(fn)) return undefined;
  return analysis.calls.activationAt(call) === 'request' ? 'request' : undefined;
}

/** `req.log = logger` and `c.set('log', logger)`: it goes with the request, unless something closes it by that name. */
function isHungOnExchange(use: ts.Node, acquisition: Acquisition, analysis: Analysis): boolean {
  const outer = outermost(use);
  const { parent } = outer;
  if (isAssignment(parent) && parent.right === outer && isAccess(parent.left))
    return isOfExchange(parent.left.expression, analysis) && isNeverClosed(parent.left, acquisition, analysis);
  if (!ts.isCallExpression(parent) || calleeName(parent) !== 'set' || parent.arguments[1] !== outer) return false;
  const receiver = receiverOf(parent);
  const [name] = parent.arguments;
  if (!receiver || !name || !isOfExchange(receiver, analysis)) return false;
  // What the others take it out again for is theirs to say.
  return !analysis.index.named('get').some((get) => isTakenToClose(get, name, acquisition, analysis));
}

/** `c.get('log').close()`, `const log = c.get('log'); …; log.close()`. */
function isTakenToClose(get: ts.Node, name: ts.Expression, { kind }: Acquisition, { index }: Analysis): boolean {
  const call = accessAround(get).parent;
  if (!ts.isCallExpression(call) || call.arguments[0]?.getText() !== name.getText()) return false;
  const { parent } = outermost(call);
  const uses = ts.isVariableDeclaration(parent) ? index.referencesTo(parent) : [call];
  const release = new RegExp(`^(?:${kind.release})$`);
  return uses.some(
    (each) => isAccess(outermost(each).parent) && release.test(accessName(outermost(each).parent) ?? ''),
  );
}

function isNeverClosed(field: ts.Node, { kind }: Acquisition, { index }: Analysis): boolean {
  const name = isAccess(field) ? accessName(field) : field.getText();
  const release = new RegExp(`^(?:${kind.release})$`);
  return (
    name !== undefined &&
    index.named(name).every((each) => {
      const { parent } = outermost(accessAround(each));
      return !isAccess(parent) || !release.test(accessName(parent) ?? '');
    })
  );
}
