import { ts } from 'ts-morph';
import type { ProgramIndex } from './program-index.ts';
import { accessName, calleeName, isAccess, unwrap, type CallLike } from './syntax.ts';

/** What a name stands for outside the sources: an export of a module, `default` for the module itself. */
export interface ImportedName {
  readonly module: string;
  readonly name: string;
}

/** Follows an expression to the import it comes from: `open` to `fs/promises#open`, `fs.promises.open` to the same. */
export function importedNameOf(index: ProgramIndex, expression: ts.Expression): ImportedName | undefined {
  const inner = unwrap(expression);
  if (ts.isIdentifier(inner)) return importedBy(index, inner);
  if (ts.isCallExpression(inner)) {
    const module = requiredBy(inner);
    return module === undefined ? undefined : { module, name: 'default' };
  }
  if (!isAccess(inner)) return undefined;
  const name = accessName(inner);
  const base = importedNameOf(index, inner.expression);
  if (!base || name === undefined) return undefined;
  if (name === 'default' || base.name === 'default' || base.name === 'promises')
    return normalised({ ...base, name: base.name === 'promises' ? `promises.${name}` : name });
  return { module: base.module, name: `${base.name}.${name}` };
}

/** The imported function that a call runs, if it is one. */
export function importedCallee(index: ProgramIndex, call: CallLike): ImportedName | undefined {
  return calleeName(call) === undefined ? undefined : importedNameOf(index, call.expression);
}

function importedBy(index: ProgramIndex, name: ts.Identifier): ImportedName | undefined {
  const declaration = index.declarationOf(name);
  if (!declaration) return undefined;
  if (ts.isImportSpecifier(declaration)) {
    const module = moduleOf(declaration.parent.parent.parent);
    return module === undefined
      ? undefined
      : normalised({ module, name: (declaration.propertyName ?? declaration.name).text });
  }
  if (ts.isImportClause(declaration) || ts.isNamespaceImport(declaration)) {
    const module = moduleOf(ts.isImportClause(declaration) ? declaration.parent : declaration.parent.parent);
    return module === undefined ? undefined : normalised({ module, name: 'default' });
  }
  if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference)) {
    const { expression } = declaration.moduleReference;
    return ts.isStringLiteralLike(expression) ? normalised({ module: expression.text, name: 'default' }) : undefined;
  }
  if (ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isIdentifier(declaration.name)) {
    const value = unwrap(declaration.initializer);
    // const MemoryStore = createStore(session): the result of a call is something else.
    return ts.isCallExpression(value) && requiredBy(value) === undefined ? undefined : importedNameOf(index, value);
  }
  if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent)) return undefined;
  const { initializer } = declaration.parent.parent;
  const base = initializer && importedNameOf(index, initializer);
  const taken = (declaration.propertyName ?? declaration.name).getText();
  return base && normalised({ module: base.module, name: base.name === 'default' ? taken : `${base.name}.${taken}` });
}

function moduleOf(declaration: ts.Node): string | undefined {
  if (!ts.isImportDeclaration(declaration) || !ts.isStringLiteral(declaration.moduleSpecifier)) return undefined;
  return declaration.moduleSpecifier.text;
}

function requiredBy(call: ts.CallExpression): string | undefined {
  const [module] = call.arguments;
  if (call.expression.getText() !== 'require' || !module || !ts.isStringLiteralLike(module)) return undefined;
  return module.text.replace(/^node:/, '');
}

/** `node:fs` is `fs`, and `fs#promises.open` is `fs/promises#open`. */
function normalised({ module, name }: ImportedName): ImportedName {
  const bare = module.replace(/^node:/, '');
  if (bare === 'fs' && name.startsWith('promises.'))
    return { module: 'fs/promises', name: name.slice('promises.'.length) };
  if (bare === 'fs' && name === 'promises') return { module: 'fs/promises', name: 'default' };
  return { module: bare, name };
}
