import { ts } from 'ts-morph';
import { CallGraph } from './call-graph.ts';
import type { Growth } from './growth.ts';
import { isContextName, roleOf } from './handlers.ts';
import { isExchangeName, isHandler, Lifetimes, linkPrototypes } from './lifetimes.ts';
import { Origins } from './origins.ts';
import { Places } from './places.ts';
import type { ResourceKind } from '../resources/resource-table.ts';
import { ProgramIndex, type ImportersOf } from './program-index.ts';
import { Releases } from './releases.ts';
import { isFunctionNode, receiverOf, unwrap } from './syntax.ts';

/** What a project tells of itself that its sources do not. */
export interface AnalysisSettings {
  /** Functions that run what they are given once per request: `route`, `bus.respond`. */
  readonly handlers?: readonly string[] | undefined;
  /** What it takes and has to give back. */
  readonly resources?: readonly ResourceKind[] | undefined;
}

/** All that rules ask: who calls what, how long things live, where values come from, what takes entries out again. */
export class Analysis {
  readonly index: ProgramIndex;
  /** Kinds of resources beyond those that are known already. */
  readonly resources: readonly ResourceKind[];
  readonly calls: CallGraph;
  readonly places: Places;
  readonly lifetimes: Lifetimes;
  readonly origins: Origins;
  readonly releases: Releases;
  /** What `growthsIn` has found already: several rules ask for the same files. */
  readonly growths = new Map<ts.SourceFile, readonly Growth[]>();
  readonly #exchanges = new Map<ts.Node, boolean[]>();

  constructor(
    checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
    importers: ImportersOf,
    settings: AnalysisSettings = {},
  ) {
    this.index = new ProgramIndex(checker, files, importers, new Set(settings.handlers));
    this.resources = settings.resources ?? [];
    this.calls = new CallGraph(this.index);
    this.places = new Places(this.calls);
    this.lifetimes = new Lifetimes(this.calls, this.places);
    this.origins = new Origins(this.calls);
    this.releases = new Releases(this.calls, this.places);
    linkPrototypes(this.calls);
  }

  /** Whether an identifier names the request or the response itself. */
  isExchange(identifier: ts.Identifier, depth = 0): boolean {
    const declaration = this.index.declarationOf(identifier);
    if (!declaration) return false;
    // Many calls pass one parameter on: each is asked once for each length of the way to it.
    const known = this.#exchanges.get(declaration) ?? [];
    this.#exchanges.set(declaration, known);
    return (known[depth] ??= this.#isExchangeDeclared(identifier, declaration, depth));
  }

  #isExchangeDeclared(identifier: ts.Identifier, declaration: ts.Node, depth: number): boolean {
    if (ts.isVariableDeclaration(declaration)) {
      const { initializer } = declaration;
      const value = initializer && namedBy(unwrap(initializer));
      return depth < 4 && value !== undefined && this.isExchange(value, depth + 1);
    }
    if (!ts.isParameter(declaration) || !isFunctionNode(declaration.parent)) return false;
    const fn = declaration.parent;
    if (isHandler(this.calls, fn)) {
      const role = roleOf(declaration, fn.parameters.indexOf(declaration), fn);
      return role === 'request' || role === 'response';
    }
    const passed = this.calls.argumentsFor(declaration);
    if (passed.some(({ value }) => ts.isIdentifier(value) && depth < 4 && this.isExchange(value, depth + 1)))
      return true;
    // `context` is a name for many things; where callers pass one, they have said what it is.
    if (passed.length > 0 && isContextName(identifier.text)) return false;
    return isExchangeName(identifier.text) && this.calls.activationOf(fn) === 'request';
  }
}

/** The name that a value comes by: itself, or the host that `context.switchToHttp().getRequest()` asks. */
function namedBy(value: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(value)) return value;
  const asksHost = ts.isCallExpression(value) && /\.get(?:Request|Response)$/.test(value.expression.getText());
  const switched = asksHost ? receiverOf(value) : undefined;
  const host = switched && ts.isCallExpression(switched) ? receiverOf(switched) : undefined;
  return host && ts.isIdentifier(host) ? host : undefined;
}
