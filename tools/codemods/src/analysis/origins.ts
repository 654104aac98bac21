import { ts } from 'ts-morph';
import type { CallGraph } from './call-graph.ts';
import { decoratorNames, roleOf } from './handlers.ts';
import { isGuarded } from './guards.ts';
import { isExchangeName, isHandler } from './lifetimes.ts';
import { isModuleLevel } from './places.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  isComputedAccess,
  isFunctionNode,
  outermost,
  receiverOf,
  unwrap,
  walk,
  type FunctionNode,
} from './syntax.ts';

/**
 * How many different values an expression takes over the life of the process:
 * `finite` few, `request` as many as clients send, `unique` a new one each time, `unknown` we cannot tell.
 */
export type Origin = 'finite' | 'request' | 'unique' | 'unknown';

/** Follows values back to where they come from. */
export class Origins {
  readonly calls: CallGraph;
  readonly #known = new Map<ts.Node, Origin>();
  readonly #active = new Set<ts.Node>();
  #cycles = 0;
  #steps = 0;
  /** What functions return where all that they are given is fixed. */
  readonly #fixedResults = new Map<FunctionNode, Origin>();
  /** Parameters of the one call that is looked at, worth what that call passes. */
  readonly #passed: ReadonlyMap<ts.Node, Origin>;

  constructor(calls: CallGraph, passed: ReadonlyMap<ts.Node, Origin> = new Map()) {
    this.calls = calls;
    this.#passed = passed;
  }

  /** The same for a key or member, which counts by its identity: an object made on the spot is always another one. */
  ofKey(key: ts.Expression): Origin {
    return isMadeAnew(this.calls, key) ? 'unique' : this.of(key);
  }

  /** Whether an expression takes ever more values over the life of the process. */
  varies(expression: ts.Expression): boolean {
    const origin = this.of(expression);
    return origin === 'request' || origin === 'unique';
  }

  of(expression: ts.Expression): Origin {
    const inner = unwrap(expression);
    const known = this.#known.get(inner);
    if (known) return known;
    // A value that is worked out from itself adds nothing of its own.
    if (this.#active.has(inner) || this.#active.size > maxDepth) {
      this.#cycles++;
      return 'finite';
    }
    if (this.#active.size === 0) this.#steps = 0;
    // A value that comes from everywhere: there is no telling.
    if (this.#steps++ > maxSteps) return 'unknown';
    const cyclesBefore = this.#cycles;
    this.#active.add(inner);
    const found = isGuarded(this.calls.index, inner) || this.#hasFiniteType(inner) ? 'finite' : this.#find(inner);
    this.#active.delete(inner);
    // What a cycle cut short holds for this question only; beyond the budget an approximate answer is kept.
    const isWhole = this.#cycles === cyclesBefore || this.#active.size === 0 || this.#cycles > maxCycles;
    if (isWhole || found === 'request') this.#known.set(inner, found);
    return found;
  }

  /** Once something comes from a request, the others need not be asked. */
  #mostOf(expressions: readonly ts.Expression[]): Origin {
    let top: Origin = 'finite';
    for (const expression of expressions) {
      top = most([top, this.of(expression)]);
      if (top === 'request') break;
    }
    return top;
  }

  #find(inner: ts.Expression): Origin {
    if (ts.isLiteralExpression(inner) || inner.kind === ts.SyntaxKind.NullKeyword) return 'finite';
    if (ts.isTypeOfExpression(inner) || ts.isVoidExpression(inner) || ts.isDeleteExpression(inner)) return 'finite';
    if (ts.isIdentifier(inner)) return this.#ofIdentifier(inner);
    if (isAccess(inner)) return this.#ofAccess(inner);
    if (ts.isTemplateExpression(inner)) return this.#mostOf(inner.templateSpans.map((span) => span.expression));
    if (ts.isConditionalExpression(inner)) return this.#mostOf([inner.whenTrue, inner.whenFalse]);
    if (ts.isBinaryExpression(inner)) return this.#ofBinary(inner);
    if (ts.isPrefixUnaryExpression(inner) || ts.isPostfixUnaryExpression(inner)) return this.#ofUnary(inner);
    if (ts.isCallExpression(inner)) return this.#ofCall(inner);
    if (ts.isNewExpression(inner)) return this.#ofNew(inner);
    if (ts.isArrayLiteralExpression(inner))
      return this.#mostOf(
        inner.elements.map((element) => (ts.isSpreadElement(element) ? element.expression : element)),
      );
    if (ts.isObjectLiteralExpression(inner)) return this.#ofObject(inner);
    if (isFunctionNode(inner) || inner.kind === ts.SyntaxKind.ThisKeyword) return 'unique';
    return 'unknown';
  }

  #ofIdentifier(name: ts.Identifier): Origin {
    if (name.text === 'undefined' || name.text === 'NaN' || name.text === 'Infinity') return 'finite';
    const declaration = this.calls.index.declarationOf(name);
    if (!declaration) return isExchangeName(name.text) ? 'request' : 'unknown';
    if (ts.isParameter(declaration)) return this.#ofParameter(declaration);
    if (ts.isBindingElement(declaration)) return this.#ofBindingElement(declaration);
    if (ts.isVariableDeclaration(declaration)) return this.#ofVariable(declaration, name);
    if (ts.isEnumMember(declaration) || ts.isFunctionDeclaration(declaration) || ts.isClassLike(declaration))
      return 'finite';
    if (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration))
      return 'finite';
    return 'unknown';
  }

  #ofVariable(declaration: ts.VariableDeclaration, use: ts.Identifier): Origin {
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    // A module constant has one value, whatever it is computed from.
    if (isConst && isModuleLevel(declaration) && !isLoopVariable(declaration)) return 'finite';
    if (ts.isCatchClause(declaration.parent)) return 'unknown';
    const origins: Origin[] = [];
    if (isLoopVariable(declaration)) origins.push(this.#ofLoop(declaration));
    if (declaration.initializer) origins.push(this.of(declaration.initializer));
    if (!isConst) origins.push(...this.#ofAssignments(declaration, use));
    return origins.length > 0 ? most(origins) : 'unknown';
  }

  #ofAssignments(declaration: ts.Node, use: ts.Identifier): Origin[] {
    return this.calls.index.writesTo(declaration).flatMap((reference): Origin[] => {
      const { parent } = reference;
      if (isAssignment(parent) && isAfter(parent, use)) return [];
      if (isAssignment(parent) && parent.left === reference) return [this.of(parent.right)];
      const isStepped =
        ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && isStep(parent.operator));
      if (!isStepped) return [];
      // A counter that wraps around is finite.
      return [this.#isReset(declaration) ? 'finite' : 'unique'];
    });
  }

  #isReset(declaration: ts.Node): boolean {
    return this.calls.index.writesTo(declaration).some(({ parent }) => {
      if (!isAssignment(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
      return ts.isNumericLiteral(parent.right) && functionOf(parent) !== undefined;
    });
  }

  #ofLoop(declaration: ts.VariableDeclaration): Origin {
    const loop = declaration.parent.parent;
    if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return this.of(loop.expression);
    return 'finite';
  }

  #ofParameter(parameter: ts.ParameterDeclaration): Origin {
    const fn = parameter.parent;
    const given = this.#passed.get(parameter);
    if (given) return given;
    if (!isFunctionNode(fn)) return 'unknown';
    if (decoratorNames(parameter).length > 0) return 'request';
    if (isHandler(this.calls, fn)) {
      return roleOf(parameter, fn.parameters.indexOf(parameter), fn) === 'next' ? 'finite' : 'request';
    }
    const callback = callbackCall(fn);
    if (callback && !this.calls.index.functionOf(callback.expression))
      return this.#ofCallbackParameter(parameter, fn, callback);
    const passed = this.calls.argumentsFor(parameter).map(({ value }) => value);
    if (parameter.initializer) passed.push(parameter.initializer);
    if (passed.length > 0) return this.#mostOf(passed);
    const activation = this.calls.activationOf(fn);
    if (activation === 'event' || (activation === 'request' && this.calls.replacedBy(fn).length > 0)) return 'request';
    return ts.isIdentifier(parameter.name) && isExchangeName(parameter.name.text) ? 'request' : 'unknown';
  }

  /** `keys.map((key) => …)` and `load(id).then((row) => …)` take their parameter from the receiver. */
  #ofCallbackParameter(parameter: ts.ParameterDeclaration, fn: FunctionNode, call: ts.CallExpression): Origin {
    const receiver = receiverOf(call);
    const name = calleeName(call) ?? '';
    if (receiver && receiverCallbacks.has(name)) {
      const isIndex = fn.parameters.indexOf(parameter) === 1 && name !== 'reduce';
      return isIndex ? 'finite' : this.of(receiver);
    }
    if (this.calls.activationOf(fn) === 'event') return 'request';
    const others = (call.arguments as readonly ts.Expression[]).filter((argument) => !isFunctionNode(unwrap(argument)));
    const passed = most([...(receiver ? [this.of(receiver)] : []), ...others.map((argument) => this.of(argument))]);
    return passed === 'request' ? 'request' : 'unknown';
  }

  #ofBindingElement(element: ts.BindingElement): Origin {
    const name = (element.propertyName ?? element.name).getText();
    let holder: ts.Node = element.parent.parent;
    while (ts.isBindingElement(holder)) holder = holder.parent.parent;
    let base: Origin = 'unknown';
    const member = element.parent.parent === holder ? this.#memberOf(holder, name) : undefined;
    if (member) return member;
    if (ts.isParameter(holder)) base = this.#ofParameter(holder);
    else if (ts.isVariableDeclaration(holder)) {
      if (isLoopVariable(holder)) base = this.#ofLoop(holder);
      else if (holder.initializer) base = isModuleLevel(holder) ? 'finite' : this.of(holder.initializer);
    }
    return base === 'request' && finiteProperties.has(name) ? 'finite' : base;
  }

  #ofAccess(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): Origin {
    const name = accessName(access);
    const base = unwrap(access.expression);
    if (isAccess(base) && accessName(base) === 'env') return 'finite';
    if (name !== undefined && finiteProperties.has(name)) return 'finite';
    if (isAccess(base) && accessName(base) === 'route' && name === 'path') return 'finite';
    if (ts.isIdentifier(base) && isExchangeName(base.text))
      return name !== undefined && serverProperties.has(name) ? 'finite' : 'request';
    const property = this.#ofProperty(access) ?? (name === undefined ? undefined : this.#ofMember(base, name));
    if (property) return property;
    const origin = this.of(base);
    // One of a fixed object's values, or of a module constant's: as many as it has.
    if (ts.isElementAccessExpression(access) && name === undefined && origin === 'finite')
      return this.#isModuleConstant(base) ? 'finite' : 'unknown';
    return origin;
  }

  /** `options.name`, where every caller writes its options down: as much as they say under that name. */
  #ofMember(base: ts.Expression, name: string): Origin | undefined {
    const declaration = ts.isIdentifier(base) ? this.calls.index.declarationOf(base) : undefined;
    return declaration && this.#memberOf(declaration, name);
  }

  #memberOf(declaration: ts.Node, name: string): Origin | undefined {
    const isOwn =
      ts.isParameter(declaration) && !(isFunctionNode(declaration.parent) && isHandler(this.calls, declaration.parent));
    const values = isOwn
      ? this.calls.argumentsFor(declaration).map(({ value }) => value)
      : ts.isVariableDeclaration(declaration) && declaration.initializer && !isLoopVariable(declaration)
        ? [declaration.initializer]
        : [];
    if (values.length === 0) return undefined;
    const members = values.map((value) => this.#ofNamed(value, name));
    return members.every((member) => member !== undefined) ? most(members) : undefined;
  }

  /** What `value.name` is worth, where the objects that the value may be are all written down. */
  #ofNamed(value: ts.Expression, name: string): Origin | undefined {
    const inner = unwrap(value);
    if (ts.isObjectLiteralExpression(inner)) return this.#ofPropertyNamed(inner, name);
    const ones = alternatives(inner) ?? this.#rowsOf(inner);
    const members = ones?.map((one) => this.#ofNamed(one, name)) ?? [];
    return members.length > 0 && members.every((member) => member !== undefined) ? most(members) : undefined;
  }

  /** The values of a table of the module, of which `table[key]` takes one. */
  #rowsOf(access: ts.Expression): readonly ts.Expression[] | undefined {
    const declaration = isComputedAccess(access)
      ? this.calls.index.declarationOf(unwrap(access.expression))
      : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !isModuleLevel(declaration)) return undefined;
    const table = declaration.initializer && unwrap(declaration.initializer);
    if (!table || !ts.isObjectLiteralExpression(table)) return undefined;
    const rows = table.properties.map((each) => (ts.isPropertyAssignment(each) ? each.initializer : undefined));
    return rows.every((row) => row !== undefined) ? rows : undefined;
  }

  #ofPropertyNamed(object: ts.ObjectLiteralExpression, name: string): Origin | undefined {
    if (object.properties.some(ts.isSpreadAssignment)) return undefined;
    const property = object.properties.find((each) => each.name?.getText() === name);
    if (!property) return 'finite';
    if (ts.isPropertyAssignment(property)) return this.of(property.initializer);
    return ts.isShorthandPropertyAssignment(property) ? this.of(property.name) : undefined;
  }

  /** A field or property of ours is worth what is assigned to it. */
  #ofProperty(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): Origin | undefined {
    const declaration = this.calls.index.declarationOf(access);
    if (!declaration) return undefined;
    if (ts.isEnumMember(declaration)) return 'finite';
    if (
      !ts.isPropertyDeclaration(declaration) &&
      !ts.isBinaryExpression(declaration) &&
      !ts.isPropertyAssignment(declaration)
    )
      return undefined;
    const start = ts.isBinaryExpression(declaration) ? declaration.right : declaration.initializer;
    const origins = [...(start ? [this.of(start)] : []), ...this.#ofFieldAssignments(declaration)];
    return origins.length > 0 ? most(origins) : undefined;
  }

  #ofFieldAssignments(declaration: ts.Node): Origin[] {
    return this.calls.index.writesTo(declaration).flatMap((reference): Origin[] => {
      const named = ts.isPropertyAccessExpression(reference.parent) ? reference.parent : reference;
      const { parent } = named;
      if (isAssignment(parent) && parent.left === named) {
        if (parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) return ['unique'];
        return [this.of(parent.right)];
      }
      const isStepped =
        ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && isStep(parent.operator));
      return isStepped ? ['unique'] : [];
    });
  }

  #isModuleConstant(base: ts.Expression): boolean {
    const declaration = ts.isIdentifier(base) ? this.calls.index.declarationOf(base) : undefined;
    if (
      !declaration ||
      !ts.isVariableDeclaration(declaration) ||
      !declaration.initializer ||
      !isModuleLevel(declaration)
    )
      return false;
    const value = unwrap(declaration.initializer);
    return ts.isObjectLiteralExpression(value)
      ? value.properties.length > 0
      : ts.isArrayLiteralExpression(value) && value.elements.length > 0;
  }

  #ofBinary(binary: ts.BinaryExpression): Origin {
    const { kind } = binary.operatorToken;
    if (comparisons.has(kind) || finiteOperators.has(kind)) return 'finite';
    if (kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.CommaToken) return this.of(binary.right);
    return this.#mostOf([binary.left, binary.right]);
  }

  #ofUnary(unary: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Origin {
    if (unary.operator === ts.SyntaxKind.ExclamationToken) return 'finite';
    if (!isStep(unary.operator)) return this.of(unary.operand);
    const place = unwrap(unary.operand);
    const declaration = ts.isIdentifier(place) ? this.calls.index.declarationOf(place) : undefined;
    return declaration && this.#isReset(declaration) ? 'finite' : 'unique';
  }

  #ofCall(call: ts.CallExpression): Origin {
    const name = calleeName(call) ?? '';
    const receiver = receiverOf(call);
    if (name === 'Boolean' || predicates.test(name)) return 'finite';
    if (call.expression.kind === ts.SyntaxKind.ImportKeyword || (name === 'require' && !receiver)) return 'finite';
    if (isClock(call)) return 'unique';
    if (generators.has(name)) return 'unique';
    if (isShortPiece(call)) return 'finite';
    // Files on disk are as many as they are, whoever names them.
    if (/^read(?:File|dir|JSON|Json)(?:Sync)?$/.test(name)) return 'unknown';
    // Parsers of schemas may narrow to an enum; what they let through is not known here.
    if (name === 'parse' && receiver && !/^(?:JSON|URL|url|qs|querystring|path|cookie)$/.test(receiver.getText()))
      return 'unknown';

    const fn = this.calls.index.functionOf(call.expression);
    if (fn?.body) return this.#ofCallOf(fn, call);
    const inputs: ts.Expression[] = [...(receiver && !isNamespace(receiver) ? [receiver] : []), ...call.arguments];
    const origins = inputs
      .map((input) => (ts.isSpreadElement(input) ? input.expression : input))
      .filter((input) => !isFunctionNode(unwrap(input)))
      .map((input) => this.of(input));
    if (origins.includes('request')) return 'request';
    if (origins.includes('unique')) return 'unique';
    const isPure = receiver === undefined ? conversions.has(name) : isNamespace(receiver) || stringMethods.has(name);
    return isPure && origins.every((origin) => origin === 'finite') ? 'finite' : 'unknown';
  }

  /** `secretOf('key')` is one value, even if others call `secretOf(req.params.name)`. */
  #ofCallOf(fn: FunctionNode, call: ts.CallExpression): Origin {
    const general = this.#ofResult(fn);
    if (general === 'finite' || call.arguments.length === 0 || this.#passed.size > 0) return general;
    const isFixed = call.arguments.every((argument) => !ts.isSpreadElement(argument) && this.of(argument) === 'finite');
    if (!isFixed) return general;
    const known = this.#fixedResults.get(fn);
    if (known) return known;
    this.#fixedResults.set(fn, general);
    const passed = new Map(fn.parameters.map((each) => [each, 'finite' as const]));
    const result = new Origins(this.calls, passed).#ofResult(fn);
    this.#fixedResults.set(fn, result);
    return result;
  }

  #ofResult(fn: FunctionNode): Origin {
    if (!fn.body) return 'unknown';
    if (!ts.isBlock(fn.body)) return this.of(fn.body);
    const results: ts.Expression[] = [];
    walk(fn.body, (node) => {
      if (isFunctionNode(node)) return false;
      if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
      return true;
    });
    return this.#mostOf(results);
  }

  #ofNew(created: ts.NewExpression): Origin {
    const name = calleeName(created);
    const inputs = (created.arguments ?? []).map((input) =>
      this.of(ts.isSpreadElement(input) ? input.expression : input),
    );
    if (name === 'Date' && inputs.length === 0) return 'unique';
    if (name !== undefined && /ObjectI[dD]$|^UUID$/.test(name)) return inputs.length > 0 ? most(inputs) : 'unique';
    if (name !== undefined && transparent.has(name)) return most(inputs);
    // Read through, an object of ours is worth what it was made with, but there is no telling how much of it.
    return most([...inputs, 'unknown']);
  }

  /** Read through, an object is worth its parts. */
  #ofObject(object: ts.ObjectLiteralExpression): Origin {
    return most(
      object.properties.map((property) => {
        if (ts.isPropertyAssignment(property)) return this.of(property.initializer);
        if (ts.isShorthandPropertyAssignment(property)) return this.of(property.name);
        return ts.isSpreadAssignment(property) ? this.of(property.expression) : 'finite';
      }),
    );
  }

  /** Enums, booleans and unions of literals. */
  #hasFiniteType(expression: ts.Expression): boolean {
    if (ts.isObjectLiteralExpression(expression) || ts.isLiteralExpression(expression) || isFunctionNode(expression))
      return false;
    return isFiniteType(this.calls.index.checker.getTypeAtLocation(expression));
  }
}

const maxDepth = 60;
const maxSteps = 8_000;
const maxCycles = 1_000;

function isFiniteType(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isFiniteType);
  const finite =
    ts.TypeFlags.StringLiteral |
    ts.TypeFlags.NumberLiteral |
    ts.TypeFlags.BooleanLike |
    ts.TypeFlags.EnumLike |
    ts.TypeFlags.Null |
    ts.TypeFlags.Undefined |
    ts.TypeFlags.UniqueESSymbol;
  return (type.flags & finite) !== 0;
}

const ranks = { finite: 0, unknown: 1, unique: 2, request: 3 } as const satisfies Record<Origin, number>;

function most(origins: readonly Origin[]): Origin {
  return origins.reduce<Origin>((top, each) => (ranks[each] > ranks[top] ? each : top), 'finite');
}

/** Properties with few values, whoever sends them. */
const finiteProperties = new Set([
  'method',
  'protocol',
  'secure',
  'xhr',
  'httpVersion',
  'httpVersionMajor',
  'statusCode',
  'complete',
  'aborted',
  'fresh',
  'stale',
  'encrypted',
  'headersSent',
  'writableEnded',
  'destroyed',
  'size',
  'baseUrl',
  'routerPath',
  'routeOptions',
  'route',
  'currentRoute',
  'matchedRoute',
]);

/** What every request gets from the server. */
const serverProperties = new Set(['app', 'server', 'config', 'settings', 'i18n']);

/** Whether an assignment only runs when a use of its variable is over: it stands behind, and no loop leads back. */
function isAfter(assignment: ts.Node, use: ts.Node): boolean {
  if (assignment.end < use.pos || functionOf(assignment) !== functionOf(use)) return false;
  for (let node = assignment; !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent)
    if (ts.isIterationStatement(node, false)) return false;
  return true;
}

/** What they hold is what they were made of. */
const transparent = new Set(['URL', 'URLSearchParams', 'String', 'Number', 'Set', 'Map', 'Array', 'Date']);

const receiverCallbacks = new Set([
  'map',
  'forEach',
  'filter',
  'find',
  'findIndex',
  'some',
  'every',
  'flatMap',
  'reduce',
  'sort',
  'then',
  'finally',
  'replace',
  'replaceAll',
]);

const generators = new Set([
  'randomUUID',
  'randomBytes',
  'random',
  'randomInt',
  'nanoid',
  'uuid',
  'uuidv4',
  'uuidv1',
  'v4',
  'v7',
  'v1',
  'ulid',
  'cuid',
  'hrtime',
  'bigint',
  'Symbol',
  'createId',
  'genReqId',
  'generateId',
  'uniqueId',
]);

const conversions = new Set([
  'String',
  'Number',
  'parseInt',
  'parseFloat',
  'encodeURIComponent',
  'decodeURIComponent',
  'BigInt',
  'isNaN',
]);
const stringMethods = new Set([
  'toString',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'concat',
  'join',
  'slice',
  'substring',
  'split',
  'replace',
  'padStart',
  'padEnd',
  'at',
  'toFixed',
  'normalize',
  'repeat',
  'charAt',
  'keys',
  'values',
  'entries',
  'map',
  'filter',
  'sort',
  'reverse',
]);

const predicates =
  /^(?:is|has|can|should)[A-Z]|^(?:has|includes|startsWith|endsWith|test|every|some|isArray|indexOf|findIndex|search|localeCompare|is)$/;

const comparisons = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);
/** Modulo and masks have as many results as their right side allows. */
const finiteOperators = new Set<ts.SyntaxKind>([ts.SyntaxKind.PercentToken, ts.SyntaxKind.AmpersandToken]);

function isStep(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isClock(call: ts.CallExpression): boolean {
  return calleeName(call) === 'now' && /^(?:Date|performance)$/.test(receiverOf(call)?.getText() ?? '');
}

/** `x.charAt(0)`, `x.slice(0, 2)`, `x.at(0)`: few characters, few values. */
function isShortPiece(call: ts.CallExpression): boolean {
  const name = calleeName(call);
  const [from, to] = call.arguments;
  if (name === 'charAt') return true;
  if (name !== 'slice' && name !== 'substring' && name !== 'substr') return false;
  return (
    from !== undefined && to !== undefined && from.getText() === '0' && ts.isNumericLiteral(to) && Number(to.text) <= 2
  );
}

/** `Math`, `JSON`, `path`: they add nothing to a value themselves. */
function isNamespace(receiver: ts.Expression): boolean {
  return /^(?:Math|JSON|Number|String|Object|Array|path|crypto|Buffer|url|querystring|qs|util|Date|Reflect)$/.test(
    receiver.getText(),
  );
}

/** An object or function written down here, or in the variable that names it. */
function isMadeAnew(calls: CallGraph, key: ts.Expression): boolean {
  const inner = unwrap(key);
  const isObject =
    ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) || ts.isNewExpression(inner);
  if (isObject || isFunctionNode(inner)) return true;
  const declaration = ts.isIdentifier(inner) ? calls.index.declarationOf(inner) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  return !isModuleLevel(declaration) && !isLoopVariable(declaration) && isMadeAnew(calls, declaration.initializer);
}

function isLoopVariable(declaration: ts.VariableDeclaration): boolean {
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop) || ts.isForInStatement(loop);
}

/** The call that a function literal is an argument of. */
function callbackCall(fn: FunctionNode): ts.CallExpression | undefined {
  const outer = outermost(fn);
  const { parent } = outer;
  return ts.isCallExpression(parent) && parent.arguments.includes(outer as ts.Expression) ? parent : undefined;
}

/** What `a ? b : c`, `b || c` and `b ?? c` may be. */
function alternatives(value: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isConditionalExpression(value)) return [value.whenTrue, value.whenFalse];
  if (!ts.isBinaryExpression(value)) return undefined;
  const { kind } = value.operatorToken;
  const isDefault = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
  return isDefault ? [value.left, value.right] : undefined;
}
