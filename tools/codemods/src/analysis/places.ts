import { ts } from 'ts-morph';
import { accessAround, type CallGraph } from './call-graph.ts';
import { groupBy } from '../group-by.ts';
import { isAppLike, isContextName } from './handlers.ts';
import { isExportsAccess, type ProgramIndex } from './program-index.ts';
import { accessName, isAccess, isAssignment, isFunctionNode, outermost, thisKeywordIn, unwrap } from './syntax.ts';

/** A variable, field or property that may hold a container. Two expressions with the same key name the same place. */
export interface Place {
  readonly key: string;
  /** The last name by which the program reaches it, such as `recent` or `#seen`. */
  readonly name: string;
  /** Where it is declared, or first named where it has no declaration (`app.locals.visitors`). */
  readonly declaration: ts.Node;
  /** What it hangs on: `this`, an object, or nothing for a variable. */
  readonly base: ts.Expression | undefined;
}

/** Names the places of a program. */
export class Places {
  readonly index: ProgramIndex;
  readonly #calls: CallGraph;
  readonly #known = new Map<ts.Node, Place | null>();
  readonly #uses = new Map<string, readonly ts.Expression[]>();
  /** By name, then by the key of the place that is meant. */
  readonly #namedBy = new Map<string, ReadonlyMap<string | undefined, readonly ts.Node[]>>();

  constructor(calls: CallGraph) {
    this.#calls = calls;
    this.index = calls.index;
  }

  /** The place that an expression names, seen through aliases and helper functions that return it. */
  placeOf(expression: ts.Node): Place | undefined {
    const inner = ts.isExpression(expression) ? unwrap(expression) : expression;
    const known = this.#known.get(inner);
    if (known !== undefined) return known ?? undefined;
    this.#known.set(inner, null);
    const found = this.#find(inner);
    this.#known.set(inner, found ?? null);
    return found;
  }

  /** Every expression in the program that names the place, its aliases and the parameters it is passed to included. */
  usesOf(place: Place): readonly ts.Expression[] {
    const known = this.#uses.get(place.key);
    if (known) return known;
    const uses = new Set<ts.Expression>();
    const open = [place];
    const seen = new Set<string>();
    for (let current = open.pop(); current; current = open.pop()) {
      if (seen.has(current.key)) continue;
      seen.add(current.key);
      for (const use of this.#named(current)) {
        uses.add(use);
        open.push(...this.#aliasesFrom(use));
      }
    }
    const all = [...uses];
    this.#uses.set(place.key, all);
    return all;
  }

  /** Whether an expression names a place by a variable that only took its value: to assign it leaves the place alone. */
  isAlias(expression: ts.Node, place: Place): boolean {
    if (!ts.isIdentifier(expression) || isAccess(expression.parent)) return false;
    const declaration = this.index.declarationOf(expression);
    return declaration !== undefined && declaration !== place.declaration;
  }

  #named(place: Place): ts.Expression[] {
    const names = new Set([place.name]);
    const found: ts.Expression[] = [];
    for (const reference of this.index.referencesTo(place.declaration)) names.add((reference as ts.Identifier).text);
    for (const name of names) {
      for (const named of this.#byPlace(name).get(place.key) ?? []) {
        if (!isOwnDeclaration(named, place.declaration)) found.push(named as ts.Expression);
      }
    }
    return found;
  }

  #byPlace(name: string): ReadonlyMap<string | undefined, readonly ts.Node[]> {
    const known = this.#namedBy.get(name);
    if (known) return known;
    const groups = groupBy(this.index.named(name).map(accessAround), (named) => this.placeOf(named)?.key);
    this.#namedBy.set(name, groups);
    return groups;
  }

  /** The variables and parameters that a use hands its value to. */
  #aliasesFrom(use: ts.Expression): Place[] {
    const outer = outermost(use);
    const { parent } = outer;
    if (ts.isVariableDeclaration(parent) && parent.initializer === outer && ts.isIdentifier(parent.name)) {
      return [variablePlace(parent, parent.name.text)];
    }
    if (isAssignment(parent) && parent.right === outer && ts.isIdentifier(parent.left)) {
      const declaration = this.index.declarationOf(parent.left);
      return declaration && isConstant(declaration) === false && !isModuleLevel(declaration)
        ? [variablePlace(declaration, parent.left.text)]
        : [];
    }
    if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return [];
    const position = parent.arguments?.indexOf(outer as ts.Expression) ?? -1;
    const callee = position >= 0 ? this.#calledFunction(parent) : undefined;
    const parameter = callee?.parameters[position];
    return parameter && ts.isIdentifier(parameter.name) ? [variablePlace(parameter, parameter.name.text)] : [];
  }

  #calledFunction(call: ts.CallExpression | ts.NewExpression) {
    if (ts.isNewExpression(call)) return this.index.classOf(call.expression)?.members.find(ts.isConstructorDeclaration);
    return this.index.functionOf(call.expression);
  }

  #find(expression: ts.Node): Place | undefined {
    if (ts.isIdentifier(expression) || ts.isPrivateIdentifier(expression)) return this.#ofName(expression);
    if (isAccess(expression)) return this.#ofAccess(expression);
    if (ts.isBinaryExpression(expression)) return this.#ofBinary(expression);
    if (ts.isCallExpression(expression)) return this.#ofCall(expression);
    return undefined;
  }

  #ofName(name: ts.Identifier | ts.PrivateIdentifier): Place | undefined {
    if (isAccess(name.parent) && accessAround(name) !== name) return this.placeOf(name.parent);
    const declaration = this.index.declarationOf(name);
    if (!declaration) return undefined;
    if (ts.isVariableDeclaration(declaration)) return this.#ofVariable(declaration);
    if (ts.isBindingElement(declaration)) return this.#ofBindingElement(declaration);
    if (ts.isParameter(declaration) || isAccess(declaration) || ts.isPropertyAssignment(declaration))
      return variablePlace(declaration, name.text);
    return undefined;
  }

  #ofVariable(declaration: ts.VariableDeclaration): Place | undefined {
    if (!ts.isIdentifier(declaration.name)) return undefined;
    const value = declaration.initializer && unwrap(declaration.initializer);
    // `const list = this.recent` is another name for the field, not a container of its own.
    const isAlias =
      value !== undefined &&
      (ts.isIdentifier(value) || isAccess(value) || isDefaulting(value) || ts.isCallExpression(value));
    const aliased = isAlias && !isComputed(value) ? this.placeOf(value) : undefined;
    return aliased ?? variablePlace(declaration, declaration.name.text);
  }

  #ofBindingElement(element: ts.BindingElement): Place | undefined {
    if (!ts.isIdentifier(element.name)) return undefined;
    const holder = element.parent.parent;
    const key = element.propertyName ?? element.name;
    const own = variablePlace(element, element.name.text);
    if (!ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken || !ts.isIdentifier(key)) return own;
    if (!ts.isVariableDeclaration(holder) || !holder.initializer) return own;
    const base = unwrap(holder.initializer);
    const property = this.index.checker.getTypeAtLocation(base).getProperty(key.text);
    if (property?.valueDeclaration && isOwnMember(property.valueDeclaration)) {
      return { ...variablePlace(property.valueDeclaration, key.text), base };
    }
    const baseKey = this.#pathKey(base);
    return baseKey === undefined ? own : { key: `${baseKey}.${key.text}`, name: key.text, declaration: element, base };
  }

  #ofAccess(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): Place | undefined {
    const name = accessName(access);
    if (name === undefined) return undefined;
    const declaration = this.index.declarationOf(access);
    if (declaration && !isContract(declaration)) {
      if (ts.isVariableDeclaration(declaration)) return this.#ofVariable(declaration);
      if (isOwnMember(declaration)) return { ...variablePlace(declaration, name), base: access.expression };
      if (ts.isMethodDeclaration(declaration) || isFunctionNode(declaration)) return undefined;
    }
    const member = declaration ? undefined : this.#memberByFlow(access.expression, name);
    if (member && isOwnMember(member)) return { ...variablePlace(member, name), base: access.expression };
    if (this.#isContextMember(access, name))
      return { key: `${applicationKey}.context.${name}`, name, declaration: access, base: access.expression };
    if (this.#isDecoration(access, name))
      return { key: `${applicationKey}.${name}`, name, declaration: access, base: access.expression };
    const baseKey = this.#pathKey(access.expression);
    return baseKey === undefined
      ? undefined
      : { key: `${baseKey}.${name}`, name, declaration: declaration ?? access, base: access.expression };
  }

  /** The member of what callers pass for a parameter that has no type of its own. */
  #memberByFlow(base: ts.Expression, name: string): ts.Node | undefined {
    const inner = unwrap(base);
    const declaration = ts.isIdentifier(inner) ? this.index.declarationOf(inner) : undefined;
    if (!declaration || !ts.isParameter(declaration) || declaration.type) return undefined;
    for (const { value } of this.#calls.argumentsFor(declaration)) {
      const property = this.index.checker.getTypeAtLocation(value).getProperty(name);
      if (property?.valueDeclaration) return property.valueDeclaration;
    }
    return undefined;
  }

  /** Keys of objects whose properties have no declaration: `app.locals`, `globalThis`, `req.app`. */
  #pathKey(expression: ts.Expression): string | undefined {
    const inner = unwrap(expression);
    if (ts.isIdentifier(inner) && globalNames.has(inner.text)) return 'global';
    if (this.#isApplication(inner)) return applicationKey;
    if (isExportsAccess(inner)) return `exports:${inner.getSourceFile().fileName}`;
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return undefined;
    const place = this.placeOf(inner);
    if (place) return place.key;
    const declaration = ts.isIdentifier(inner) ? this.index.declarationOf(inner) : undefined;
    return declaration && keyOf(declaration);
  }

  /** The application itself, also as a request hands it out: `app`, `req.app`, `request.server`. */
  #isApplication(inner: ts.Expression): boolean {
    if (ts.isIdentifier(inner)) return isAppLike(this.index, inner) && !isModuleOfSources(this.index, inner);
    const name = isAccess(inner) ? accessName(inner) : undefined;
    return (name === 'app' || name === 'server') && isAccess(inner) && ts.isIdentifier(unwrap(inner.expression));
  }

  /** `ctx.seen`, where `app.context.seen = …` gives it to every context. */
  #isContextMember(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string): boolean {
    const base = unwrap(access.expression);
    if (!ts.isIdentifier(base) || !isContextName(base.text)) return false;
    return this.index.named(name).some(({ parent }) => {
      if (!ts.isPropertyAccessExpression(parent) || !isAssignment(parent.parent) || parent.parent.left !== parent)
        return false;
      return isAccess(parent.expression) && accessName(parent.expression) === 'context';
    });
  }

  /** `this.hits` in a handler of Fastify, after `app.decorate('hits', …)`: `this` is the application there. */
  #isDecoration(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string): boolean {
    if (unwrap(access.expression).kind !== ts.SyntaxKind.ThisKeyword) return false;
    const fn = thisKeywordIn(access);
    const isFree = fn !== undefined && (ts.isFunctionExpression(fn) || ts.isFunctionDeclaration(fn));
    return isFree && decorationsOf(this.index, name).length > 0;
  }

  #ofBinary(expression: ts.BinaryExpression): Place | undefined {
    if (isDefaulting(expression)) return this.placeOf(expression.left);
    return isAssignment(expression) ? this.placeOf(expression.left) : undefined;
  }

  /** `store()` where `const store = () => entries`. */
  #ofCall(call: ts.CallExpression): Place | undefined {
    const fn = this.index.functionOf(call.expression);
    if (!fn?.body || fn.parameters.length > 0) return undefined;
    if (!ts.isBlock(fn.body)) return this.placeOf(fn.body);
    const last = fn.body.statements.at(-1);
    return last && ts.isReturnStatement(last) && last.expression ? this.placeOf(last.expression) : undefined;
  }
}

/** The values of `app.decorate('name', value)`. */
export function decorationsOf(index: ProgramIndex, name: string): ts.Expression[] {
  return index.named('decorate').flatMap(({ parent }) => {
    const call = parent.parent;
    if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(call) || call.expression !== parent) return [];
    const [first, value] = call.arguments;
    return first && value && ts.isStringLiteralLike(first) && first.text === name ? [value] : [];
  });
}

/** Keys of what hangs on the application begin with this. */
const applicationKey = 'application';

/** Whether a place hangs on the application and lives as long as it does. */
export function isOnApplication({ key }: Place): boolean {
  return key.startsWith(`${applicationKey}.`);
}

/** `import * as server from './server'` is named like an application, but is a module of the sources. */
function isModuleOfSources(index: ProgramIndex, name: ts.Identifier): boolean {
  const declaration = index.declarationOf(name);
  return (
    declaration !== undefined &&
    !ts.isVariableDeclaration(declaration) &&
    !ts.isParameter(declaration) &&
    !ts.isPropertyDeclaration(declaration)
  );
}

const globalNames = new Set(['globalThis', 'global', 'window', 'self']);

function variablePlace(declaration: ts.Node, name: string): Place {
  return { key: keyOf(declaration), name, declaration, base: undefined };
}

function keyOf(declaration: ts.Node): string {
  return `${declaration.getSourceFile().fileName}:${declaration.pos}:${declaration.end}`;
}

function isComputed(expression: ts.Expression): boolean {
  return ts.isElementAccessExpression(expression) && accessName(expression) === undefined;
}

function isDefaulting(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    (isAssignment(node) && kind !== ts.SyntaxKind.EqualsToken)
  );
}

/** Members that belong to one class or object literal of the sources. */
function isOwnMember(declaration: ts.Node): boolean {
  return (
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isShorthandPropertyAssignment(declaration) ||
    ts.isBinaryExpression(declaration) ||
    isAccess(declaration) ||
    (ts.isParameter(declaration) && ts.isConstructorDeclaration(declaration.parent))
  );
}

function isContract(declaration: ts.Node): boolean {
  return (
    ts.isPropertySignature(declaration) ||
    ts.isMethodSignature(declaration) ||
    declaration.getSourceFile().isDeclarationFile
  );
}

function isConstant(declaration: ts.Node): boolean {
  return ts.isVariableDeclaration(declaration) && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

export function isModuleLevel(declaration: ts.Node): boolean {
  for (let node = declaration.parent; node; node = node.parent) {
    if (ts.isSourceFile(node)) return true;
    if (isFunctionNode(node) || ts.isClassLike(node)) return false;
  }
  return false;
}

function isOwnDeclaration(named: ts.Node, declaration: ts.Node): boolean {
  return named === declaration || (named.parent === declaration && (declaration as { name?: ts.Node }).name === named);
}
