import { ts } from 'ts-morph';
import { accessName, isAccess, isAssignment, unwrap } from './syntax.ts';

/**
 * What an import takes from a file that imports by `import` and exports by `module.exports`, as Babel allows: the expression or
 * shorthand property behind the name. The checker sees an ECMAScript module without that export.
 */
export function mixedExport(
  checker: ts.TypeChecker,
  imported: ts.Node,
  member: string | undefined,
): ts.Expression | ts.ShorthandPropertyAssignment | undefined {
  const name = ts.isImportSpecifier(imported) ? (imported.propertyName ?? imported.name).text : member;
  const file = name === undefined ? undefined : importedFile(checker, imported);
  if (!file || name === undefined) return undefined;
  for (const statement of file.statements) {
    const assignment = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    const found = assignment && isAssignment(assignment) ? exportIn(assignment, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function importedFile(checker: ts.TypeChecker, imported: ts.Node): ts.SourceFile | undefined {
  const declaration = ts.isImportSpecifier(imported) ? imported.parent.parent.parent : imported.parent;
  const isImport = ts.isImportSpecifier(imported) || ts.isImportClause(imported);
  if (!isImport || !ts.isImportDeclaration(declaration)) return undefined;
  const file = checker.getSymbolAtLocation(declaration.moduleSpecifier)?.valueDeclaration;
  return file && ts.isSourceFile(file) ? file : undefined;
}

/** The member of that name in `module.exports = { … }`, or the value of `module.exports.name = …`. */
function exportIn(
  { left, right }: ts.BinaryExpression,
  name: string,
): ts.Expression | ts.ShorthandPropertyAssignment | undefined {
  if (isModuleExports(left)) {
    const object = unwrap(right);
    const property = ts.isObjectLiteralExpression(object)
      ? object.properties.find((each) => each.name?.getText() === name)
      : undefined;
    if (!property) return undefined;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    return ts.isShorthandPropertyAssignment(property) ? property : undefined;
  }
  return isAccess(left) && accessName(left) === name && isModuleExports(left.expression) ? right : undefined;
}

function isModuleExports(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.getText() === 'module.exports';
}
