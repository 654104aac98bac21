import { ts } from 'ts-morph';
import { triggerByFlow, triggerBySignature, type Trigger } from './handlers.ts';
import { isPartOfRun } from './one-off-events.ts';
import { mayBeMember, openAccesses } from './member-guess.ts';
import { methodsDecoratedBy, methodsReplacedBy } from './decorated.ts';
import { functionDeclaredBy, isExportsAccess, type ProgramIndex } from './program-index.ts';
import {
  accessName,
  calleeName,
  contextOf,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isStatic,
  outermost,
  unwrap,
  walk,
  type CallLike,
  type Context,
  type FunctionNode,
} from './syntax.ts';

/** When code runs: once at start, for each request, at each event or tick, or we cannot tell. */
export type Activation = 'startup' | Trigger | 'unknown' | 'recursive';

/** Whether what runs so runs again and again, for as long as the process lives. */
export function isRepeated(activation: Activation): activation is Trigger {
  return activation === 'request' || activation === 'event';
}

/** Knows who calls a function, and so how often it runs. */
export class CallGraph {
  readonly index: ProgramIndex;
  readonly #activations = new Map<ts.Node, Activation>();
  readonly #active = new Set<ts.Node>();
  #cycles = 0;
  readonly #callSites = new Map<FunctionNode, readonly CallLike[]>();
  readonly #passes = new Map<FunctionNode, readonly Pass[]>();
  readonly #open = new Map<string, readonly ts.PropertyAccessExpression[]>();

  constructor(index: ProgramIndex) {
    this.index = index;
  }

  /** How often a context runs; the most frequent of its callers decides. */
  activationOf(context: Context): Activation {
    if (ts.isSourceFile(context)) return 'startup';
    const known = this.#activations.get(context);
    if (known) return known;
    // A recursive call says nothing new about its own function.
    if (this.#active.has(context)) {
      this.#cycles++;
      return 'recursive';
    }
    const cyclesBefore = this.#cycles;
    this.#active.add(context);
    const found = ts.isClassLike(context) ? this.#activationOfClass(context) : this.#activationOfFunction(context);
    this.#active.delete(context);
    // What a cycle cut short holds for this question only; beyond the budget an approximate answer is kept.
    const isWhole = this.#cycles === cyclesBefore || this.#active.size === 0 || this.#cycles > maxCycles;
    if (isWhole || found === 'request') this.#activations.set(context, found);
    return found;
  }

  /** How often the code around a node runs. */
  activationAt(node: ts.Node): Activation {
    return this.activationOf(contextOf(node));
  }

  /** Whether the code around a node runs again and again. */
  repeatsAt(node: ts.Node): boolean {
    return isRepeated(this.activationAt(node));
  }

  /** Whether anything in the sources refers to the function, or the outside can. */
  isCalled(fn: FunctionNode): boolean {
    // @Cron, @OnEvent, @Interval: the framework calls it.
    if (ts.isMethodDeclaration(fn) && ts.getDecorators(fn)?.length) return true;
    if (triggerBySignature(this.index, fn) || this.valueUsesOf(fn).length > 0 || this.callSitesOf(fn).length > 0)
      return true;
    const binding = bindingOf(this.index, fn);
    if (!binding) return true;
    return ts.isGetAccessor(fn) || ts.isSetAccessor(fn) || ts.isConstructorDeclaration(fn);
  }

  /** The calls that run a function: by its name, or by the name that a factory's result was given. */
  callSitesOf(fn: FunctionNode): readonly CallLike[] {
    const known = this.#callSites.get(fn);
    if (known) return known;
    this.#callSites.set(fn, []);
    const sites = [
      ...this.#callsByName(fn),
      ...this.#callsOfReturned(fn),
      ...this.#passesOf(fn).map(({ site }) => site),
      ...this.replacedBy(fn).flatMap((method) => this.callSitesOf(method)),
    ];
    this.#callSites.set(fn, sites);
    return sites;
  }

  /** The methods that a function stands in for, because a decorator put it in their place. */
  replacedBy(fn: FunctionNode): readonly FunctionNode[] {
    return mayDecorate(fn) ? methodsReplacedBy(this.index, fn) : [];
  }

  /** The expressions that a parameter stands for at the calls of its function; a rest parameter takes several. */
  argumentsFor(parameter: ts.ParameterDeclaration): { readonly call: CallLike; readonly value: ts.Expression }[] {
    const fn = parameter.parent;
    if (!isFunctionNode(fn)) return [];
    const position = fn.parameters.indexOf(parameter);
    return this.callSitesOf(fn).flatMap((call) => {
      const values = call.arguments ?? [];
      const taken = parameter.dotDotDotToken ? values.slice(position) : values.slice(position, position + 1);
      return taken.map((value) => ({ call, value: ts.isSpreadElement(value) ? value.expression : value }));
    });
  }

  /** The `new` expressions of a class and of the classes that extend it. */
  instantiationsOf(node: ts.ClassLikeDeclaration | FunctionNode, depth = 0): ts.NewExpression[] {
    const binding = isFunctionNode(node) ? bindingOf(this.index, node) : classBinding(node);
    if (!binding || depth > 4) return [];
    return this.index.referencesTo(binding).flatMap((reference) => {
      const named = accessAround(reference);
      if (ts.isNewExpression(named.parent) && named.parent.expression === named) return [named.parent];
      if (ts.isExpressionWithTypeArguments(named.parent) && ts.isClassLike(named.parent.parent.parent)) {
        return this.instantiationsOf(named.parent.parent.parent, depth + 1);
      }
      return [];
    });
  }

  #activationOfClass(node: ts.ClassLikeDeclaration): Activation {
    return mostFrequent(this.instantiationsOf(node).map((site) => this.activationAt(site)));
  }

  #activationOfFunction(fn: FunctionNode): Activation {
    const direct = triggerBySignature(this.index, fn) ?? triggerByFlow(this.index, fn);
    if (direct) return direct;
    if (ts.isConstructorDeclaration(fn)) return this.#activationOfClass(fn.parent);

    // Decorators run while their class is defined.
    if (mayDecorate(fn) && methodsDecoratedBy(this.index, fn).length > 0) return 'startup';
    const found: Activation[] = this.replacedBy(fn).map((method) => this.activationOf(method));
    if (found.includes('request')) return 'request';
    const passed = this.#passesOf(fn);
    const byHelper = new Set(passed.map(({ site }) => site));
    found.push(...this.callSitesOf(fn).flatMap((site) => (byHelper.has(site) ? [] : [this.activationAt(site)])));
    found.push(...passed.map((pass) => this.#activationThrough(pass)));
    if (found.includes('request')) return 'request';
    for (const use of this.valueUsesOf(fn)) {
      found.push(this.#activationOfValue(use));
      if (found.includes('request')) return 'request';
    }
    return mostFrequent(found);
  }

  /** How often a function runs whose value stands here: as an argument, in a property, returned. */
  #activationOfValue(value: ts.Node): Activation {
    const trigger = triggerByFlow(this.index, value);
    if (trigger) return trigger;
    const outer = outermost(value);
    const { parent } = outer;
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === outer) {
      return this.activationAt(parent);
    }
    if (
      (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
      parent.arguments?.includes(outer as ts.Expression)
    ) {
      return this.#activationOfCallback(parent);
    }
    return 'unknown';
  }

  #activationOfCallback(call: CallLike): Activation {
    const around = this.activationAt(call);
    if (around === 'request') return 'request';
    const name = calleeName(call) ?? '';
    if (name === 'setInterval' || eventCalls.has(name)) return isPartOfRun(this.index, call) ? around : 'event';
    if (immediateCalls.has(name)) return around;
    return 'unknown';
  }

  /** Uses of a function other than calling it. */
  valueUsesOf(fn: FunctionNode): ts.Node[] {
    const uses: ts.Node[] = [];
    const isLiteral = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn);
    // A variable that holds it is no use of its own: those of the variable are.
    if (isLiteral && !ts.isVariableDeclaration(outermost(throughBind(fn)).parent)) uses.push(throughBind(fn));
    const binding = bindingOf(this.index, fn);
    if (!binding) return uses;
    const certain = new Set(this.index.referencesTo(binding));
    for (const reference of this.#memberReferences(binding)) {
      const named = accessAround(reference);
      if (isCallee(named) || isDeclarationPart(named)) continue;
      const use = throughBind(named);
      // Any object may have a property of the name: only what is registered as a handler speaks for a method.
      if (certain.has(reference) || triggerByFlow(this.index, use)) uses.push(use);
    }
    return uses;
  }

  #callsByName(fn: FunctionNode): CallLike[] {
    if (ts.isConstructorDeclaration(fn))
      return [...this.instantiationsOf(fn.parent), ...superCalls(this.index, fn.parent)];
    const binding = bindingOf(this.index, fn);
    const calls: CallLike[] = [];
    const own = outermost(fn).parent;
    if (ts.isCallExpression(own) && own.expression === outermost(fn)) calls.push(own);
    if (!binding) return calls;
    for (const reference of this.#memberReferences(binding)) {
      const named = outermost(accessAround(reference));
      const { parent } = named;
      if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === named)
        calls.push(parent);
      // fn.call(this, x) and fn.apply(…) run it as well; only `call` tells the arguments.
      if (isAccess(parent) && parent.expression === named && ts.isCallExpression(parent.parent)) {
        if (accessName(parent) === 'call' || accessName(parent) === 'apply') calls.push(shiftedCall(parent.parent));
      }
    }
    return calls;
  }

  /** References to a member, also where the receiver's type is unknown and the name alone decides. */
  #memberReferences(binding: ts.Node): readonly ts.Node[] {
    const references = [...this.index.referencesTo(binding)];
    const name = memberName(binding);
    if (name === undefined || commonMethodNames.has(name)) return references;
    const known = new Set(references);
    for (const access of this.#openAccesses(name)) {
      if (!known.has(access.name) && mayBeMember(this.index, access, binding)) references.push(access.name);
    }
    return references;
  }

  #openAccesses(name: string): readonly ts.PropertyAccessExpression[] {
    const known = this.#open.get(name);
    if (known) return known;
    const found = openAccesses(this.index, name);
    this.#open.set(name, found);
    return found;
  }

  /** `const f = factory(…); f(x)` runs what the factory returned. */
  #callsOfReturned(fn: FunctionNode): CallLike[] {
    const place = returnedFrom(fn);
    if (!place) return [];
    return this.callSitesOf(place.factory).flatMap((call) => this.#callsOfResult(call, place.member));
  }

  #callsOfResult(call: CallLike, member: string | undefined): CallLike[] {
    const outer = outermost(call);
    const { parent } = outer;
    if (member === undefined && ts.isCallExpression(parent) && parent.expression === outer) return [parent];
    if (
      member !== undefined &&
      isAccess(parent) &&
      accessName(parent) === member &&
      ts.isCallExpression(parent.parent)
    ) {
      return [parent.parent];
    }
    const holder =
      ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)
        ? parent
        : undefined;
    const assigned = isAssignment(parent) && parent.right === outer ? this.index.declarationOf(parent.left) : undefined;
    const declaration = holder ?? assigned;
    if (!declaration) return [];
    if (ts.isVariableDeclaration(declaration) && ts.isObjectBindingPattern(declaration.name)) {
      return declaration.name.elements.flatMap((element) => {
        const taken = (element.propertyName ?? element.name).getText();
        return taken === member ? this.#directCalls(element, undefined) : [];
      });
    }
    return this.#directCalls(declaration, member);
  }

  #directCalls(declaration: ts.Node, member: string | undefined): CallLike[] {
    return this.index.referencesTo(declaration).flatMap((reference) => {
      const named = outermost(accessAround(reference));
      const called =
        member !== undefined && isAccess(named.parent) && accessName(named.parent) === member ? named.parent : named;
      if (member !== undefined && called === named) return [];
      const { parent } = called;
      return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === called
        ? [parent]
        : [];
    });
  }

  /** A function given to one of ours runs where that one calls its parameter. */
  #passesOf(fn: FunctionNode): readonly Pass[] {
    const known = this.#passes.get(fn);
    if (known) return known;
    const found = this.valueUsesOf(fn).flatMap((value): Pass[] => {
      const outer = outermost(value);
      const { parent } = outer;
      if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return [];
      const position = parent.arguments?.indexOf(outer as ts.Expression) ?? -1;
      const helper = position >= 0 ? this.index.functionOf(parent.expression) : undefined;
      const parameter = helper?.parameters[position];
      if (!helper || !parameter) return [];
      return this.#directCalls(parameter, undefined).map((site) => ({ by: parent, helper, site }));
    });
    this.#passes.set(fn, found);
    return found;
  }

  /** What a helper runs at once, it runs as often as it is given it, however often others call the helper. */
  #activationThrough({ by, helper, site }: Pass): Activation {
    for (let context = contextOf(site); context !== helper; context = contextOf(context.parent)) {
      if (!isFunctionNode(context) || !this.#runsAtOnce(context)) return this.activationAt(site);
    }
    return this.activationAt(by);
  }

  /** `(item) => fn(item)` in `items.map(…)`; not what a helper returns, keeps or registers. */
  #runsAtOnce(fn: FunctionNode): boolean {
    if (triggerBySignature(this.index, fn) ?? triggerByFlow(this.index, fn)) return false;
    const outer = outermost(fn);
    const { parent } = outer;
    if (!ts.isCallExpression(parent)) return false;
    const name = calleeName(parent) ?? '';
    return name !== 'setInterval' && !eventCalls.has(name);
  }
}

/** A function that is handed to a helper of ours, and the call by which the helper runs it. */
interface Pass {
  readonly by: CallLike;
  readonly helper: FunctionNode;
  readonly site: CallLike;
}

const maxCycles = 5_000;

const eventCalls = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'addEventListener',
  'subscribe',
  'consume',
  'watch',
  'watchFile',
  'schedule',
  'observe',
  'cron',
]);
const immediateCalls = new Set([
  'map',
  'forEach',
  'filter',
  'reduce',
  'reduceRight',
  'sort',
  'some',
  'every',
  'find',
  'findIndex',
  'flatMap',
  'from',
  'then',
  'catch',
  'finally',
  'setTimeout',
  'setImmediate',
  'nextTick',
  'queueMicrotask',
  'Promise',
  'replace',
  'run',
  'listen',
  'describe',
  'useMemo',
]);

/** Method names so common that a name alone proves nothing. */
const commonMethodNames = new Set([
  'get',
  'set',
  'has',
  'add',
  'delete',
  'clear',
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'slice',
  'map',
  'filter',
  'forEach',
  'find',
  'keys',
  'values',
  'entries',
  'concat',
  'join',
  'then',
  'catch',
  'finally',
  'call',
  'apply',
  'bind',
  'on',
  'once',
  'off',
  'emit',
  'send',
  'json',
  'end',
  'write',
  'read',
  'close',
  'open',
  'next',
  'log',
  'info',
  'warn',
  'error',
  'debug',
  'toString',
  'use',
  'run',
  'start',
  'stop',
  'init',
  'create',
  'update',
  'remove',
  'connect',
  'query',
  'execute',
  'render',
  'parse',
  'test',
  'exec',
  'match',
  'replace',
  'split',
  'trim',
  'includes',
  'type',
  'status',
  'listen',
  'pipe',
  'destroy',
  'reset',
  'length',
  'size',
  'name',
  'id',
  'handle',
  'handler',
  'constructor',
  'fetch',
  'post',
  'put',
]);

/** The declaration by which a function is referred to. */
export function bindingOf(index: ProgramIndex, fn: FunctionNode): ts.Node | undefined {
  if (ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn) || ts.isGetAccessor(fn) || ts.isSetAccessor(fn))
    return fn;
  if (ts.isConstructorDeclaration(fn)) return classBinding(fn.parent);
  const { parent } = outermost(throughBind(fn));
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent))
    return parent;
  if (ts.isExportAssignment(parent)) return parent;
  if (!isAssignment(parent) || parent.right !== outermost(throughBind(fn))) return undefined;
  if (isExportsAccess(parent.left) && accessName(parent.left) === 'exports') return parent;
  return index.declarationOf(parent.left) ?? parent.left;
}

export function classBinding(node: ts.ClassLikeDeclaration): ts.Node {
  const { parent } = node;
  return ts.isClassExpression(node) && ts.isVariableDeclaration(parent) ? parent : node;
}

/** The whole access that a name ends: `this.store.touch` for its `touch`. */
export function accessAround(name: ts.Node): ts.Node {
  const { parent } = name;
  return ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
}

function isCallee(node: ts.Node): boolean {
  const { parent } = outermost(node);
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === outermost(node);
}

function isDeclarationPart(node: ts.Node): boolean {
  const { parent } = node;
  if (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isTypeNode(parent)
  )
    return true;
  if (ts.isExportAssignment(parent)) return true;
  if (ts.isBindingElement(parent) || ts.isVariableDeclaration(parent))
    return (parent as { name: ts.Node }).name === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return isAssignment(parent) && (parent.left === node || isExportsAccess(parent.left));
}

const filesOfDecorators = new WeakMap<ts.SourceFile, boolean>();

/** Whether the file can hold a decorator at all: to look for its uses is not free. */
function mayDecorate(fn: FunctionNode): boolean {
  const file = fn.getSourceFile();
  const known = filesOfDecorators.get(file) ?? /descriptor\b|DecoratorContext\b/i.test(file.text);
  filesOfDecorators.set(file, known);
  return known;
}

function throughBind(value: ts.Node): ts.Node {
  const outer = outermost(value);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'bind' && ts.isCallExpression(parent.parent))
    return parent.parent;
  return value;
}

/** Where a function leaves another one: returned itself, or as a member of a returned object. */
function returnedFrom(fn: FunctionNode): { readonly factory: FunctionNode; readonly member?: string } | undefined {
  const outer = outermost(fn);
  const { parent } = outer;
  if (ts.isMethodDeclaration(fn) && ts.isObjectLiteralExpression(parent)) return member(parent, fn.name.getText());
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent))
    return member(parent.parent, parent.name.getText());
  const factory = returner(outer);
  if (factory) return { factory };
  return returnedByName(fn);

  function member(object: ts.ObjectLiteralExpression, name: string) {
    const around = returner(outermost(object));
    return around && { factory: around, member: name };
  }
}

/** The function that a value is returned from. */
export function returner(value: ts.Node): FunctionNode | undefined {
  const { parent } = value;
  if (ts.isReturnStatement(parent)) return functionOf(parent);
  return ts.isArrowFunction(parent) && parent.body === value ? parent : undefined;
}

/** `function hit() {…} return hit;` and `return { hit };` */
function returnedByName(fn: FunctionNode): { readonly factory: FunctionNode; readonly member?: string } | undefined {
  const around = functionOf(fn);
  const name = ts.isFunctionDeclaration(fn)
    ? fn.name?.text
    : ts.isVariableDeclaration(fn.parent)
      ? fn.parent.name.getText()
      : undefined;
  if (!around?.body || name === undefined) return undefined;
  let found: { factory: FunctionNode; member?: string } | undefined;
  walk(around.body, (node) => {
    if (isFunctionNode(node)) return false;
    if (!ts.isReturnStatement(node) || !node.expression) return true;
    const value = unwrap(node.expression);
    if (ts.isIdentifier(value) && value.text === name) found = { factory: around };
    if (ts.isObjectLiteralExpression(value)) {
      for (const property of value.properties) {
        if (ts.isShorthandPropertyAssignment(property) && property.name.text === name)
          found = { factory: around, member: name };
      }
    }
    return true;
  });
  return found;
}

function superCalls(index: ProgramIndex, node: ts.ClassLikeDeclaration): CallLike[] {
  return index.referencesTo(classBinding(node)).flatMap((reference) => {
    const { parent } = reference;
    if (!ts.isExpressionWithTypeArguments(parent) || !ts.isClassLike(parent.parent.parent)) return [];
    const calls: CallLike[] = [];
    walk(parent.parent.parent, (inner) => {
      if (ts.isCallExpression(inner) && inner.expression.kind === ts.SyntaxKind.SuperKeyword) calls.push(inner);
    });
    return calls;
  });
}

/** `fn.call(self, a, b)` seen as `fn(a, b)`; only positions matter to the analysis. */
function shiftedCall(call: ts.CallExpression): CallLike {
  const shifted = Object.create(call, {
    arguments: { value: calleeName(call) === 'call' ? call.arguments.slice(1) : [] },
  }) as ts.CallExpression;
  return shifted;
}

function memberName(binding: ts.Node): string | undefined {
  const isMember =
    ts.isMethodDeclaration(binding) ||
    ts.isPropertyDeclaration(binding) ||
    (ts.isPropertyAssignment(binding) && functionDeclaredBy(binding));
  if (!isMember || (ts.isClassElement(binding) && isStatic(binding))) return undefined;
  return ts.isIdentifier(binding.name) ? binding.name.text : undefined;
}

function mostFrequent(all: readonly Activation[]): Activation {
  const found = all.filter((each) => each !== 'recursive');
  if (found.length === 0 && all.length > 0) return 'recursive';
  if (found.includes('request')) return 'request';
  if (found.includes('event')) return 'event';
  return found.length > 0 && found.every((each) => each === 'startup') ? 'startup' : 'unknown';
}
