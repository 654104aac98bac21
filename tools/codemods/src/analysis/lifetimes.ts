import { ts } from 'ts-morph';
import { bindingOf, type CallGraph } from './call-graph.ts';
import {
  decoratorNames,
  hasHandlerMethod,
  isContextName,
  isRequestName,
  isResponseName,
  roleOf,
  triggerByFlow,
  triggerBySignature,
} from './handlers.ts';
import { isOnApplication, type Place, type Places } from './places.ts';
import { isExportsAccess } from './program-index.ts';
import {
  accessName,
  contextOf,
  functionOf,
  isAccess,
  isAssignment,
  isComputedAccess,
  isFunctionNode,
  isStatic,
  isWithin,
  outermost,
  some,
  unwrap,
  yieldsOperand,
  type FunctionNode,
} from './syntax.ts';

/** How long something is reachable. */
export type Lifetime = 'process' | 'connection' | 'request' | 'unknown';

/** Knows how long variables, fields and objects live. */
export class Lifetimes {
  readonly calls: CallGraph;
  readonly places: Places;
  readonly #classes = new Map<ts.Node, Lifetime>();
  readonly #methods = new Map<ts.Node, Lifetime>();
  readonly #parameters = new Map<ts.Node, Lifetime>();
  readonly #active = new Set<ts.Node>();
  #cycles = 0;

  constructor(calls: CallGraph, places: Places) {
    this.calls = calls;
    this.places = places;
  }

  /** The lifetime of a place as the code at `use` sees it. */
  of(place: Place, use: ts.Node): Lifetime {
    const { declaration, base } = place;
    if (isOnApplication(place)) return 'process';
    if (ts.isPropertyDeclaration(declaration) && isStatic(declaration)) return 'process';
    if (base) return this.ofValue(base, use);
    return this.#ofDeclaration(declaration, use);
  }

  /** The lifetime of the object that an expression yields. */
  ofValue(expression: ts.Expression, use: ts.Node): Lifetime {
    const inner = unwrap(expression);
    return this.#once(inner, () => this.#ofExpression(inner, use)) ?? 'unknown';
  }

  /** The lifetime of the instance that `this` denotes at a node. */
  ofThis(node: ts.Node): Lifetime {
    const owner = thisOwner(node);
    if (!owner) return 'unknown';
    if (ts.isObjectLiteralExpression(owner)) return this.#ofCreation(owner);
    if (isFunctionNode(owner)) return this.#ofInstances(owner, node);
    return this.#ofInstances(owner, node);
  }

  #ofExpression(inner: ts.Expression, use: ts.Node): Lifetime {
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return this.ofThis(inner);
    if (ts.isIdentifier(inner)) {
      if (inner.text === 'globalThis' || inner.text === 'global' || inner.text === 'process' || isExportsAccess(inner))
        return 'process';
      const declaration = this.places.index.declarationOf(inner);
      if (!declaration) return 'unknown';
      return this.#ofDeclaration(declaration, use);
    }
    if (isAccess(inner)) return this.#ofAccess(inner, use);
    if (ts.isNewExpression(inner) || ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner))
      return this.#ofCreation(inner);
    if (ts.isConditionalExpression(inner))
      return joined([this.ofValue(inner.whenTrue, use), this.ofValue(inner.whenFalse, use)]);
    if (isAssignment(inner)) return this.ofValue(inner.left, use);
    if (ts.isBinaryExpression(inner) && yieldsOperand(inner)) return this.ofValue(inner.right, use);
    if (ts.isCallExpression(inner)) {
      const place = this.places.placeOf(inner);
      if (place) return this.of(place, use);
      return this.#ofCreation(inner);
    }
    return 'unknown';
  }

  #ofAccess(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, use: ts.Node): Lifetime {
    if (isExportsAccess(access)) return 'process';
    const name = accessName(access);
    const base = unwrap(access.expression);
    // req.app, ctx.app and request.server are the process's own application.
    if (name === 'app' || name === 'server') {
      if (base.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(base) && isExchangeName(base.text)))
        return 'process';
    }
    if ((name === 'socket' || name === 'connection') && ts.isIdentifier(base) && isExchangeName(base.text))
      return 'connection';
    const place = this.places.placeOf(access);
    return place ? this.of(place, use) : this.ofValue(access.expression, use);
  }

  #ofDeclaration(declaration: ts.Node, use: ts.Node): Lifetime {
    if (ts.isParameter(declaration))
      return this.#remembered(this.#parameters, declaration, () => this.#ofParameter(declaration));
    if (ts.isClassLike(declaration)) return 'process';
    if (isExportsAccess(ts.isBinaryExpression(declaration) ? declaration.left : declaration)) return 'process';
    if (isAccess(declaration)) return this.ofValue(declaration.expression, use);
    if (ts.isBinaryExpression(declaration))
      return isAccess(declaration.left) ? this.ofValue(declaration.left.expression, use) : 'unknown';
    if (ts.isPropertyAssignment(declaration)) return this.#ofCreation(declaration.parent);
    if (ts.isImportClause(declaration) || ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration))
      return 'process';

    const owner = functionOf(declaration);
    if (!owner) return 'process';
    const value = ts.isVariableDeclaration(declaration)
      ? declaration.initializer && unwrap(declaration.initializer)
      : undefined;
    if (value && this.#isNamedElsewhere(value)) {
      const lifetime = this.ofValue(value, use);
      if (lifetime === 'process') return lifetime;
    }
    return this.#ofLocal(owner, use);
  }

  #isNamedElsewhere(value: ts.Expression): boolean {
    return (
      ts.isIdentifier(value) ||
      isAccess(value) ||
      (ts.isBinaryExpression(value) && yieldsOperand(value)) ||
      value.kind === ts.SyntaxKind.ThisKeyword
    );
  }

  /** A local lives on only through a closure: that of a factory which ran once. */
  #ofLocal(owner: FunctionNode, use: ts.Node): Lifetime {
    const user = functionOf(use);
    const isCaptured = user !== undefined && user !== owner && isWithin(use, owner);
    const activation = this.calls.activationOf(owner);
    if (activation === 'request') return 'request';
    if (activation === 'event') return 'connection';
    if (activation === 'startup') return 'process';
    if (!isCaptured) return 'unknown';
    // A factory nobody calls here, but which makes handlers: middleware that some application mounts once.
    return some(owner, (node) => node !== owner && isFunctionNode(node) && isHandler(this.calls, node))
      ? 'process'
      : 'unknown';
  }

  #ofParameter(parameter: ts.ParameterDeclaration): Lifetime {
    const fn = parameter.parent;
    if (!isFunctionNode(fn)) return 'unknown';
    if (isHandler(this.calls, fn) || isExchangeName(parameter.name.getText())) {
      const role = roleOf(parameter, fn.parameters.indexOf(parameter), fn);
      return role === 'next' ? 'unknown' : 'request';
    }
    const passed = this.calls.argumentsFor(parameter);
    const perRequest = passed.filter(({ call }) => this.calls.activationAt(call) === 'request');
    const relevant = perRequest.length > 0 ? perRequest : passed;
    const lifetimes = relevant.map(({ value }) => this.ofValue(value, value));
    // One process-lived argument is enough: on that path the object is long-lived.
    if (lifetimes.includes('process')) return 'process';
    if (lifetimes.length > 0) return joined(lifetimes);
    return this.calls.activationOf(fn) === 'startup' ? 'process' : 'unknown';
  }

  #ofInstances(owner: ts.ClassLikeDeclaration | FunctionNode, use: ts.Node): Lifetime {
    const lifetime = this.#ofClass(owner);
    if (lifetime !== 'unknown') return lifetime;
    return this.#ofReceivers(use);
  }

  /** Where instances live differently, those that request code calls the method on decide. */
  #ofReceivers(use: ts.Node): Lifetime {
    const method = methodAround(use);
    if (!method || ts.isConstructorDeclaration(method)) return 'unknown';
    return this.#remembered(this.#methods, method, () => this.#findReceiversLifetime(method));
  }

  /** Asks once for each node: many ways lead to the same parameter. */
  #remembered(answers: Map<ts.Node, Lifetime>, node: ts.Node, find: () => Lifetime): Lifetime {
    const known = answers.get(node);
    if (known) return known;
    const cyclesBefore = this.#cycles;
    const lifetime = this.#once(node, find) ?? 'unknown';
    // What a cycle cut short holds for this question only; beyond the budget an approximate answer is kept.
    const isWhole = this.#cycles === cyclesBefore || this.#active.size === 0 || this.#cycles > maxCycles;
    if (isWhole || lifetime === 'process') answers.set(node, lifetime);
    return lifetime;
  }

  #findReceiversLifetime(method: FunctionNode): Lifetime {
    const lifetimes = this.calls
      .callSitesOf(method)
      .filter((call) => this.calls.activationAt(call) === 'request')
      .flatMap((call) => (isAccess(call.expression) ? [call.expression.expression] : []))
      // What a collection holds lives until it is taken out, not as long as the collection.
      .flatMap((receiver) => (this.#isEntry(receiver) ? [] : [this.ofValue(receiver, receiver)]));
    return lifetimes.includes('process') ? 'process' : 'unknown';
  }

  /** `clients[id]`, also by a variable. */
  #isEntry(receiver: ts.Expression): boolean {
    const inner = unwrap(receiver);
    const declaration = ts.isIdentifier(inner) ? this.calls.index.declarationOf(inner) : undefined;
    const isVariable = declaration !== undefined && ts.isVariableDeclaration(declaration);
    const value = isVariable && declaration.initializer ? unwrap(declaration.initializer) : inner;
    return isComputedAccess(value);
  }

  #ofClass(owner: ts.ClassLikeDeclaration | FunctionNode): Lifetime {
    const known = this.#classes.get(owner);
    if (known) return known;
    if (this.#active.has(owner)) return 'unknown';
    this.#active.add(owner);
    const lifetime = this.#findClassLifetime(owner);
    this.#active.delete(owner);
    this.#classes.set(owner, lifetime);
    return lifetime;
  }

  #findClassLifetime(owner: ts.ClassLikeDeclaration | FunctionNode): Lifetime {
    if (ts.isClassLike(owner)) {
      const scope = injectionScope(owner);
      if (scope) return scope;
    }
    const sites = this.calls.instantiationsOf(owner);
    if (sites.length > 0) return joined(sites.map((site) => this.#ofCreation(site)));
    if (ts.isClassLike(owner) && hasHandlerMethod(this.calls.index, owner)) return 'process';
    return ts.isClassLike(owner) && this.#hasMountedMember(owner) ? 'process' : 'unknown';
  }

  #hasMountedMember(owner: ts.ClassLikeDeclaration): boolean {
    return owner.members.some(
      (member) => ts.isMethodDeclaration(member) && triggerBySignature(this.calls.index, member) !== undefined,
    );
  }

  /** Where an object is created, and what it is put into, say how long it lives. */
  #ofCreation(created: ts.Node): Lifetime {
    return this.#once(created, () => this.#findCreationLifetime(created)) ?? 'unknown';
  }

  #findCreationLifetime(created: ts.Node): Lifetime {
    const stored = this.#storage(created);
    if (stored) return stored;
    const context = contextOf(created);
    if (ts.isClassLike(context)) return this.#ofClass(context);
    const activation = this.calls.activationOf(context);
    if (activation === 'startup') return 'process';
    if (activation === 'request') return 'request';
    if (activation === 'event') return 'connection';
    return 'unknown';
  }

  /** `this.store = new Store()`, `instance ??= new Store()`, `static shared = new Store()`, `{ store: new Store() }`. */
  #storage(created: ts.Node): Lifetime | undefined {
    const outer = outermost(created);
    const { parent } = outer;
    if (ts.isPropertyDeclaration(parent)) return isStatic(parent) ? 'process' : this.#ofClass(parent.parent);
    if (ts.isPropertyAssignment(parent)) return this.#ofCreation(parent.parent);
    if (ts.isExportAssignment(parent)) return 'process';
    if (ts.isBinaryExpression(parent) && parent.right === outer) {
      if (!isAssignment(parent)) return this.#storage(parent);
      const place = this.places.placeOf(parent.left);
      const lifetime = place ? this.of(place, parent) : isExportsAccess(parent.left) ? 'process' : 'unknown';
      return lifetime === 'process' ? 'process' : undefined;
    }
    return undefined;
  }

  #once<T>(node: ts.Node, find: () => T): T | undefined {
    if (this.#active.has(node)) {
      this.#cycles++;
      return undefined;
    }
    this.#active.add(node);
    try {
      return find();
    } finally {
      this.#active.delete(node);
    }
  }
}

const maxCycles = 2_000;

/** Whether a framework calls the function for each request. */
export function isHandler(calls: CallGraph, fn: FunctionNode): boolean {
  if (triggerBySignature(calls.index, fn) === 'request') return true;
  if (triggerByFlow(calls.index, fn) === 'request') return true;
  const binding = bindingOf(calls.index, fn);
  if (!binding) return false;
  return calls.index.referencesTo(binding).some((reference) => {
    const { parent } = reference;
    const named = ts.isPropertyAccessExpression(parent) && parent.name === reference ? parent : reference;
    return triggerByFlow(calls.index, named) === 'request';
  });
}

export function isExchangeName(name: string): boolean {
  return isRequestName(name) || isResponseName(name) || isContextName(name);
}

/** What `this` belongs to: the class, the object literal or the constructor function around a node. */
export function thisOwner(
  node: ts.Node,
): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | FunctionNode | undefined {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isClassLike(current)) return current;
    if (ts.isMethodDeclaration(current) && ts.isObjectLiteralExpression(current.parent)) return current.parent;
    if (ts.isFunctionExpression(current) && ts.isPropertyAssignment(current.parent)) return current.parent.parent;
    if (ts.isFunctionDeclaration(current) || ts.isFunctionExpression(current)) return prototypeOwner(current);
  }
  return undefined;
}

/** `Store.prototype.touch = function …` belongs to the function `Store`; a function that is `new`ed to itself. */
function prototypeOwner(fn: ts.FunctionDeclaration | ts.FunctionExpression): FunctionNode | undefined {
  const { parent } = fn;
  if (
    isAssignment(parent) &&
    isAccess(parent.left) &&
    isAccess(parent.left.expression) &&
    accessName(parent.left.expression) === 'prototype'
  ) {
    return prototypeTargets.get(parent.left.expression.expression) ?? fn;
  }
  return fn;
}

// Filled lazily by `linkPrototypes`, because only the index can resolve the constructor's name.
const prototypeTargets = new WeakMap<ts.Node, FunctionNode>();

/** Remembers which constructor function each prototype assignment in a file belongs to. */
export function linkPrototypes(calls: CallGraph): void {
  for (const name of calls.index.named('prototype')) {
    if (!ts.isPropertyAccessExpression(name.parent)) continue;
    const fn = calls.index.functionOf(name.parent.expression);
    if (fn) prototypeTargets.set(name.parent.expression, fn);
  }
}

function methodAround(node: ts.Node): FunctionNode | undefined {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    if (!isFunctionNode(current)) continue;
    if (ts.isClassLike(current.parent) || ts.isPropertyDeclaration(current.parent) || ts.isFunctionExpression(current))
      return current;
  }
  return undefined;
}

const singletonDecorators = new Set([
  'Injectable',
  'Controller',
  'Resolver',
  'WebSocketGateway',
  'Service',
  'Catch',
  'Processor',
  'JsonController',
  'singleton',
  'Singleton',
  'Module',
]);

/** What a dependency-injection decorator promises: one instance per process, unless it says otherwise. */
function injectionScope(node: ts.ClassLikeDeclaration): Lifetime | undefined {
  if (!decoratorNames(node).some((name) => singletonDecorators.has(name))) return undefined;
  const text = (ts.getDecorators(node) ?? []).map((decorator) => decorator.getText()).join(' ');
  if (/REQUEST|[Tt]ransient|TRANSIENT|[Rr]equestScoped/.test(text)) return 'request';
  return 'process';
}

function joined(lifetimes: readonly Lifetime[]): Lifetime {
  const [first] = lifetimes;
  return first !== undefined && lifetimes.every((each) => each === first) ? first : 'unknown';
}
