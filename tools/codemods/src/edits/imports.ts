import { ts } from 'ts-morph';
import { unwrap } from '../analysis/syntax.ts';
import { groupBy } from '../group-by.ts';
import { styleOf } from './file-style.ts';
import { insertAfter } from './lines.ts';
import { insertAt, type TextEdit } from './text-edit.ts';

/** A name that rewritten code uses and that its file must import. */
export interface ImportNeed {
  readonly file: ts.SourceFile;
  readonly module: string;
  readonly name: string;
  /** The module itself, by that name. */
  readonly isDefault?: boolean;
}

/** The edits that import what is needed, in the file's own way: added to an import it has, or next to the last one. */
export function importEdits(needs: readonly ImportNeed[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const [file, ofFile] of groupBy(needs, (need) => need.file)) {
    for (const [module, ofModule] of groupBy(ofFile, (need) => need.module)) {
      const whole = ofModule.find((need) => need.isDefault === true);
      if (whole) edits.push(newImport(file, module, whole.name));
      const named = ofModule.filter((need) => need.isDefault !== true).map((need) => need.name);
      const names = [...new Set(named)].filter((name) => !isImported(file, module, name));
      if (names.length > 0) edits.push(importEdit(file, module, names));
    }
  }
  return edits;
}

/** The name a file already gives to an export of a module, such as `closeSync` or `fs.closeSync`. */
export function importedName(file: ts.SourceFile, module: string, name: string): string | undefined {
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && isModule(statement.moduleSpecifier, module)) {
      const clause = statement.importClause;
      if (!clause || clause.isTypeOnly) continue;
      const bindings = clause.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) return `${bindings.name.text}.${name}`;
      const found = bindings?.elements.find(
        (element) => !element.isTypeOnly && (element.propertyName ?? element.name).text === name,
      );
      if (found) return found.name.text;
      if (clause.name && isBuiltin(module)) return `${clause.name.text}.${name}`;
    }
    for (const declaration of requiresOf(statement, module)) {
      if (ts.isIdentifier(declaration.name))
        return module === 'lru-cache' ? undefined : `${declaration.name.text}.${name}`;
      if (!ts.isObjectBindingPattern(declaration.name)) continue;
      const found = declaration.name.elements.find(
        (element) => (element.propertyName ?? element.name).getText() === name,
      );
      if (found) return found.name.getText();
    }
  }
  return undefined;
}

/** Whether something else in the file already goes by a name. */
export function isTaken(file: ts.SourceFile, name: string): boolean {
  let taken = false;
  const visit = (node: ts.Node): void => {
    taken ||= ts.isIdentifier(node) && node.text === name;
    if (!taken) ts.forEachChild(node, visit);
  };
  visit(file);
  return taken;
}

function isImported(file: ts.SourceFile, module: string, name: string): boolean {
  return importedName(file, module, name) === name;
}

function importEdit(file: ts.SourceFile, module: string, names: readonly string[]): TextEdit {
  return (
    extendedImport(file, module, names) ??
    extendedRequire(file, module, names) ??
    newImport(file, module, `{ ${names.join(', ')} }`)
  );
}

function extendedImport(file: ts.SourceFile, module: string, names: readonly string[]): TextEdit | undefined {
  for (const statement of file.statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !isModule(statement.moduleSpecifier, module) ||
      statement.importClause?.isTypeOnly
    )
      continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings)) return extendedList(file, bindings.elements, names);
  }
  return undefined;
}

function extendedRequire(file: ts.SourceFile, module: string, names: readonly string[]): TextEdit | undefined {
  for (const statement of file.statements) {
    for (const { name } of requiresOf(statement, module)) {
      if (ts.isObjectBindingPattern(name)) return extendedList(file, name.elements, names);
    }
  }
  return undefined;
}

function extendedList(
  file: ts.SourceFile,
  elements: ts.NodeArray<ts.Node>,
  names: readonly string[],
): TextEdit | undefined {
  const last = elements.at(-1);
  return last && insertAt(file, last.end, names.map((name) => `, ${name}`).join(''));
}

function newImport(file: ts.SourceFile, module: string, imported: string): TextEdit {
  const { newLine, quote, semicolon } = styleOf(file);
  const isCommonJs = usesRequire(file);
  const specifier = isBuiltin(module) ? builtinSpecifier(file, module) : module;
  const line = isCommonJs
    ? `const ${imported} = require(${quote}${specifier}${quote})${semicolon}`
    : `import ${imported} from ${quote}${specifier}${quote}${semicolon}`;
  const last = lastImport(file, isCommonJs);
  if (last) return insertAfter(last, newLine + line);
  const first = file.statements.find((statement) => !isDirective(statement));
  return first
    ? insertAt(file, startWithComments(file, first), line + newLine + newLine)
    : insertAt(file, file.text.length, line + newLine);
}

/** The import that a new one follows. Only at the head of a file is a `require` sure to run before its name is used. */
function lastImport(file: ts.SourceFile, isCommonJs: boolean): ts.Statement | undefined {
  const isImport = (statement: ts.Statement) => ts.isImportDeclaration(statement) || isRequireStatement(statement);
  if (!isCommonJs) return file.statements.filter(isImport).at(-1);
  const body = file.statements.findIndex((statement) => !isImport(statement) && !isDirective(statement));
  const head = body < 0 ? file.statements : file.statements.slice(0, body);
  return head.filter(isImport).at(-1);
}

/** Where a statement begins, the comments right above it included: they speak of it. Those above a blank line speak of the file. */
function startWithComments(file: ts.SourceFile, statement: ts.Statement): number {
  let start = statement.getStart();
  for (const comment of (ts.getLeadingCommentRanges(file.text, statement.pos) ?? []).reverse()) {
    if (/\n[ \t]*\r?\n/.test(file.text.slice(comment.end, start))) break;
    start = comment.pos;
  }
  return start;
}

function builtinSpecifier(file: ts.SourceFile, module: string): string {
  const bare = module.replace(/^node:/, '');
  return /['"]node:/.test(file.text) ||
    !/(?:from|require\()\s*['"](?:fs|path|http|https|crypto|events|stream|util|os)['"]/.test(file.text)
    ? `node:${bare}`
    : bare;
}

function usesRequire(file: ts.SourceFile): boolean {
  if (
    file.statements.some(
      (statement) =>
        ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement),
    )
  )
    return false;
  if (file.statements.some(isRequireStatement) || /\bmodule\.exports\b|\bexports\.\w/.test(file.text)) return true;
  return file.fileName.endsWith('.cjs');
}

function isRequireStatement(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some((declaration) => requiredModule(declaration) !== undefined)
  );
}

function requiresOf(statement: ts.Statement, module: string): ts.VariableDeclaration[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.filter((declaration) =>
    sameModule(requiredModule(declaration), module),
  );
}

function requiredModule(declaration: ts.VariableDeclaration): string | undefined {
  const value = declaration.initializer && unwrap(declaration.initializer);
  if (!value || !ts.isCallExpression(value) || value.expression.getText() !== 'require') return undefined;
  const [module] = value.arguments;
  return module && ts.isStringLiteralLike(module) ? module.text : undefined;
}

function isModule(specifier: ts.Expression, module: string): boolean {
  return ts.isStringLiteralLike(specifier) && sameModule(specifier.text, module);
}

function sameModule(a: string | undefined, b: string): boolean {
  return a?.replace(/^node:/, '') === b.replace(/^node:/, '');
}

function isBuiltin(module: string): boolean {
  return module.startsWith('node:');
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}
