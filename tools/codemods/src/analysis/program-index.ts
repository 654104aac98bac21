import { ts } from 'ts-morph';
import { groupBy } from '../group-by.ts';
import { mixedExport } from './mixed-modules.ts';
import {
  accessName,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  outermost,
  unwrap,
  type FunctionNode,
} from './syntax.ts';

/** The files that import a file, by absolute path. */
export type ImportersOf = ReadonlyMap<string, ReadonlySet<string>>;

type Name = ts.Identifier | ts.PrivateIdentifier;

/** Finds declarations and uses across all sources; names are looked up first, the checker only decides between equals. */
export class ProgramIndex {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
  /** Functions that the project says to run what they are given per request: `route`, `bus.respond`. */
  readonly handlerCalls: ReadonlySet<string>;
  readonly #importers: ImportersOf;
  readonly #reaching = new Map<ts.SourceFile, ReadonlySet<string>>();
  readonly #globalFiles: ReadonlySet<string>;
  readonly #byName = new Map<string, Name[]>();
  readonly #byFile = new Map<string, ReadonlyMap<string, readonly Name[]>>();
  readonly #importNames: ts.Identifier[] = [];
  #aliases: Map<ts.Node, Set<string>> | undefined;
  readonly #declarations = new Map<ts.Node, ts.Node | null>();
  readonly #writes = new Map<ts.Node, readonly ts.Node[]>();
  readonly #references = new Map<ts.Node, readonly ts.Node[]>();

  constructor(
    checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
    importers: ImportersOf,
    handlerCalls: ReadonlySet<string> = new Set(),
  ) {
    this.checker = checker;
    this.files = files;
    this.#importers = importers;
    this.handlerCalls = handlerCalls;
    this.#globalFiles = new Set(files.filter(({ text }) => globalText.test(text)).map(({ fileName }) => fileName));
    for (const file of files) this.#readNames(file);
  }

  /** Every identifier of a name, in all files. */
  named(name: string): readonly Name[] {
    return this.#byName.get(name) ?? [];
  }

  /** The same, file by file: whoever asks of some files only need not pass all others. */
  #namedByFile(name: string): ReadonlyMap<string, readonly Name[]> {
    const known = this.#byFile.get(name);
    if (known) return known;
    const groups = groupBy(this.named(name), (identifier) => identifier.getSourceFile().fileName);
    this.#byFile.set(name, groups);
    return groups;
  }

  /** The node that declares what an expression names, seen through imports, exports and shorthand properties. */
  declarationOf(expression: ts.Node): ts.Node | undefined {
    const known = this.#declarations.get(expression);
    if (known !== undefined) return known ?? undefined;
    this.#declarations.set(expression, null);
    const found = this.#findDeclaration(expression);
    this.#declarations.set(expression, found ?? null);
    return found;
  }

  /** All other places that name a declaration, also under the names that imports give it. */
  referencesTo(declaration: ts.Node): readonly ts.Node[] {
    const known = this.#references.get(declaration);
    if (known) return known;
    const found = this.#findReferences(declaration);
    this.#references.set(declaration, found);
    return found;
  }

  /** The references that assign to a declaration, or step it up or down: to look for these alone costs a fraction. */
  writesTo(declaration: ts.Node): readonly ts.Node[] {
    const known = this.#writes.get(declaration);
    if (known) return known;
    const found = this.#references.get(declaration)?.filter(isWritten) ?? this.#findReferences(declaration, isWritten);
    this.#writes.set(declaration, found);
    return found;
  }

  #findReferences(declaration: ts.Node, isWanted: (use: ts.Node) => boolean = () => true): ts.Node[] {
    const isReference = (use: ts.Node) =>
      isWanted(use) && !isDeclarationName(use, declaration) && this.declarationOf(use) === declaration;
    const own = this.#ownUses(declaration);
    if (own) return own.filter(isReference);
    const names = new Set([declaredName(declaration), ...(this.#importAliases().get(declaration) ?? [])]);
    const references: ts.Node[] = [];
    const reaching = this.#filesReaching(declaration.getSourceFile());
    for (const name of names) {
      if (name === undefined) continue;
      const byFile = this.#namedByFile(name);
      const files = reaching.size < byFile.size ? reaching : byFile.keys();
      for (const file of files) {
        if (reaching.has(file)) references.push(...(byFile.get(file) ?? []).filter(isReference));
      }
    }
    return references;
  }

  /**
   * The identifiers that can mean a variable of a function, where its name is all that leads to it: those of its own file.
   * A shorthand property or an export gives it names elsewhere. Most questions are about such variables, and their names
   * are the most common ones: to resolve each `id` of a program costs half of a scan.
   */
  #ownUses(declaration: ts.Node): readonly ts.Node[] | undefined {
    if (!isVariableOfFunction(declaration)) return undefined;
    const name = declaredName(declaration);
    const uses = name === undefined ? [] : (this.#namedByFile(name).get(declaration.getSourceFile().fileName) ?? []);
    return uses.some(isHandedOnByName) ? undefined : uses;
  }

  /** A file and those that import it, however far: no other can mean a declaration of it, by a name or by a type. */
  #filesReaching(file: ts.SourceFile): ReadonlySet<string> {
    const known = this.#reaching.get(file);
    if (known) return known;
    const reaching = new Set([file.fileName]);
    for (const reached of reaching) {
      for (const importer of this.#importers.get(reached) ?? []) reaching.add(importer);
    }
    const isGlobal = [...this.#globalFiles].some((fileName) => reaching.has(fileName));
    const all = isGlobal ? new Set(this.files.map(({ fileName }) => fileName)) : reaching;
    this.#reaching.set(file, all);
    return all;
  }

  /** The function that an expression denotes: a literal, or a name of one. */
  functionOf(expression: ts.Expression): FunctionNode | undefined {
    const inner = unwrap(expression);
    if (isFunctionNode(inner)) return inner;
    if (ts.isCallExpression(inner) && isAccess(inner.expression) && accessName(inner.expression) === 'bind') {
      return this.functionOf(inner.expression.expression);
    }
    if (!ts.isIdentifier(inner) && !isAccess(inner)) return undefined;
    const declaration = this.declarationOf(inner);
    return declaration && functionDeclaredBy(declaration);
  }

  /** The class that an expression names. */
  classOf(expression: ts.Expression): ts.ClassLikeDeclaration | undefined {
    const inner = unwrap(expression);
    if (ts.isClassExpression(inner)) return inner;
    const declaration = ts.isIdentifier(inner) || isAccess(inner) ? this.declarationOf(inner) : undefined;
    if (!declaration) return undefined;
    if (ts.isClassLike(declaration)) return declaration;
    const value = initializerOf(declaration);
    return value && ts.isClassExpression(unwrap(value)) ? (unwrap(value) as ts.ClassExpression) : undefined;
  }

  #readNames(file: ts.SourceFile): void {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
        const list = this.#byName.get(node.text);
        if (list) list.push(node);
        else this.#byName.set(node.text, [node]);
        if (ts.isIdentifier(node) && isImportName(node)) this.#importNames.push(node);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }

  #importAliases(): Map<ts.Node, Set<string>> {
    if (this.#aliases) return this.#aliases;
    this.#aliases = new Map();
    for (const name of this.#importNames) {
      const declaration = this.declarationOf(name);
      if (!declaration) continue;
      const names = this.#aliases.get(declaration);
      if (names) names.add(name.text);
      else this.#aliases.set(declaration, new Set([name.text]));
    }
    return this.#aliases;
  }

  #findDeclaration(expression: ts.Node): ts.Node | undefined {
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    const { parent } = name;
    let symbol: ts.Symbol | undefined;
    if (parent && ts.isShorthandPropertyAssignment(parent) && parent.name === name) {
      symbol = this.checker.getShorthandAssignmentValueSymbol(parent);
    } else if (ts.isElementAccessExpression(name)) {
      symbol = this.checker.getSymbolAtLocation(name.argumentExpression);
    } else {
      symbol = this.checker.getSymbolAtLocation(name);
    }
    if (!symbol && ts.isPrivateIdentifier(name)) return privateMember(name);
    const declaration = symbol && this.#canonical(symbol, 0);
    return this.#throughMixedModule(name, declaration) ?? declaration;
  }

  /** `auth.find` and `find`, imported from a file that says `module.exports = { find }` beside its own imports. */
  #throughMixedModule(name: ts.Node, declaration: ts.Node | undefined): ts.Node | undefined {
    const { parent } = name;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === name;
    const imported = isMember && !declaration ? this.declarationOf(parent.expression) : declaration;
    if (!imported || (!ts.isImportClause(imported) && !ts.isImportSpecifier(imported))) return undefined;
    const found = mixedExport(this.checker, imported, isMember ? parent.name.text : undefined);
    if (!found) return undefined;
    if (ts.isShorthandPropertyAssignment(found)) return this.#throughExports(found, 0);
    return ts.isIdentifier(found) ? this.declarationOf(found) : found;
  }

  #canonical(symbol: ts.Symbol, depth: number): ts.Node | undefined {
    if (depth > 8) return undefined;
    if (symbol.flags & ts.SymbolFlags.Alias) {
      const aliased = this.checker.getAliasedSymbol(symbol);
      // An import of a dependency resolves to nothing here: its own import is then the declaration.
      if (aliased.declarations?.length) return this.#canonical(aliased, depth + 1);
    }
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    if (!declaration) return undefined;
    return this.#throughExports(declaration, depth);
  }

  /** `{ visitors }`, `exports.visitors = visitors` and `module.exports = visitors` all name the variable. */
  #throughExports(declaration: ts.Node, depth: number): ts.Node | undefined {
    if (ts.isShorthandPropertyAssignment(declaration)) {
      const value = this.checker.getShorthandAssignmentValueSymbol(declaration);
      return value ? this.#canonical(value, depth + 1) : declaration;
    }
    const value = exportedValue(declaration);
    if (!value) return declaration;
    const inner = unwrap(value);
    if (!ts.isIdentifier(inner)) return ts.isClassLike(inner) ? inner : declaration;
    return this.declarationOf(inner) ?? declaration;
  }
}

// What is declared so is known in files that import nothing.
const globalText = /\bdeclare\s+global\b/;

/** A local variable or a parameter; a parameter that is a field as well is none. */
function isVariableOfFunction(declaration: ts.Node): boolean {
  const isVariable =
    ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration);
  if (!isVariable || !ts.isIdentifier(declaration.name)) return false;
  if (ts.isParameter(declaration) && declaration.modifiers?.length) return false;
  return functionOf(declaration) !== undefined;
}

/** `name = …`, `it.name += …`, `it.name++`. */
function isWritten(use: ts.Node): boolean {
  const named = isAccess(use.parent) && use.parent.expression !== use ? use.parent : use;
  const { parent } = named;
  if (isAssignment(parent)) return parent.left === named;
  return ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent);
}

/** `{ hits }`, `exports.hits = hits` and `{ hits: hits }`: whoever has the object reaches the variable by a property. */
function isHandedOnByName(use: ts.Node): boolean {
  const outer = outermost(use);
  const { parent } = outer;
  return (
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isExportSpecifier(parent) ||
    (isAssignment(parent) && parent.right === outer && isAccess(parent.left))
  );
}

/** A private name means the member of the class around it, whatever `this` is there. */
function privateMember(name: ts.PrivateIdentifier): ts.Node | undefined {
  for (let node: ts.Node = name; !ts.isSourceFile(node); node = node.parent) {
    const member = ts.isClassLike(node) && node.members.find((each) => each.name?.getText() === name.text);
    if (member) return member;
  }
  return undefined;
}

function exportedValue(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  if (ts.isPropertyAssignment(declaration)) return isExported(declaration.parent) ? declaration.initializer : undefined;
  const assignment = ts.isBinaryExpression(declaration) ? declaration : declaration.parent;
  if (!assignment || !isAssignment(assignment) || !isExportsAccess(assignment.left)) return undefined;
  return declaration === assignment || declaration === assignment.left ? assignment.right : undefined;
}

function isExported(value: ts.Expression): boolean {
  const { parent } = value;
  return (
    ts.isExportAssignment(parent) || (isAssignment(parent) && parent.right === value && isExportsAccess(parent.left))
  );
}

/** `exports`, `module.exports` and what hangs on them. */
export function isExportsAccess(expression: ts.Node): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'exports';
  if (!isAccess(expression)) return false;
  if (accessName(expression) === 'exports' && ts.isIdentifier(expression.expression))
    return expression.expression.text === 'module';
  return isExportsAccess(expression.expression);
}

/** The name that a declaration introduces. */
export function declaredName(declaration: ts.Node): string | undefined {
  if (isAccess(declaration)) return accessName(declaration);
  if (ts.isBinaryExpression(declaration)) return declaredName(declaration.left);
  if (ts.isConstructorDeclaration(declaration)) return declaredName(declaration.parent);
  const { name } = declaration as { name?: ts.Node };
  if (name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name))) return name.text;
  // `const Store = class { … }` is known by the variable.
  const { parent } = declaration;
  if (
    parent &&
    (ts.isFunctionExpression(declaration) || ts.isArrowFunction(declaration) || ts.isClassExpression(declaration))
  ) {
    if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) {
      return declaredName(parent);
    }
    if (isAssignment(parent)) return declaredName(parent.left);
  }
  return undefined;
}

function isDeclarationName(identifier: ts.Node, declaration: ts.Node): boolean {
  if (isAccess(declaration))
    return ts.isPropertyAccessExpression(identifier.parent) && identifier.parent === declaration;
  return identifier.parent === declaration && (declaration as { name?: ts.Node }).name === identifier;
}

function isImportName(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isImportClause(parent) || ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent))
    return parent.name === identifier;
  if (ts.isBindingElement(parent)) return parent.name === identifier && isRequire(parent.parent.parent);
  return ts.isVariableDeclaration(parent) && parent.name === identifier && isRequire(parent);
}

function isRequire(declaration: ts.Node): boolean {
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const value = unwrap(declaration.initializer);
  return ts.isCallExpression(value) && ts.isIdentifier(value.expression) && value.expression.text === 'require';
}

/** What a value is made of: where it is a name, what its declaration starts with. */
export function madeFrom(value: ts.Expression, index: ProgramIndex): ts.Expression {
  const inner = unwrap(value);
  const declaration = ts.isIdentifier(inner) ? index.declarationOf(inner) : undefined;
  return unwrap((declaration && initializerOf(declaration)) ?? inner);
}

/** The expression that a declaration starts with: `x = <this>`. */
export function initializerOf(declaration: ts.Node): ts.Expression | undefined {
  if (
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isParameter(declaration)
  ) {
    return declaration.initializer;
  }
  if (ts.isBinaryExpression(declaration)) return declaration.right;
  if (isAccess(declaration) && isAssignment(declaration.parent) && declaration.parent.left === declaration) {
    return declaration.parent.right;
  }
  return ts.isExportAssignment(declaration) ? declaration.expression : undefined;
}

/** The function behind a declaration: `function f`, `const f = () => …`, a method, `exports.f = function …`. */
export function functionDeclaredBy(declaration: ts.Node): FunctionNode | undefined {
  if (isFunctionNode(declaration)) return declaration;
  const value = initializerOf(declaration);
  if (!value) return undefined;
  const inner = unwrap(value);
  if (isFunctionNode(inner)) return inner;
  // const limit = limit.bind(this), const run = debounce(…): only `bind` keeps the function.
  if (ts.isCallExpression(inner) && accessName(inner.expression) === 'bind' && isAccess(inner.expression)) {
    const bound = unwrap(inner.expression.expression);
    return isFunctionNode(bound) ? bound : undefined;
  }
  return undefined;
}

/** A function whose name says that it sets something up. */
export const setupName =
  /^_*(?:init|setup|configure|associate|register|mount|bootstrap|install|create\w*(?:App|Server|Router|Model))/i;
