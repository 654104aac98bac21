import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { calleeName, functionOf, isAccess, receiverOf, unwrap, walk } from '../../analysis/syntax.ts';
import { initializerOf } from '../../analysis/program-index.ts';

/** A compilation whose result is kept by the identity of the schema, or by a file name that requests bring. */
export interface Compilation {
  readonly call: ts.CallExpression;
  /** What keeps it: `ajv`, `ejs`. */
  readonly keeper: string;
  readonly what: string;
}

export function compilationAt(call: ts.CallExpression, analysis: Analysis): Compilation | undefined {
  const found = schemaAt(call, analysis) ?? templateAt(call, analysis);
  return found && analysis.calls.repeatsAt(call) ? found : undefined;
}

// ajv-validator/ajv #1413, #2134: compiled schemas are kept in a Map by the schema object.
function schemaAt(call: ts.CallExpression, analysis: Analysis): Compilation | undefined {
  const name = calleeName(call) ?? '';
  const receiver = receiverOf(call);
  const [schema] = call.arguments;
  if (!receiver || !schema || !/^(?:compile|compileAsync|validate|validateAsync|addSchema)$/.test(name))
    return undefined;
  if (!isLastingAjv(receiver, analysis)) return undefined;
  const isKept = name === 'addSchema' ? isNamedAnew(call, analysis) : isMadeAnew(schema, analysis, 0);
  return isKept ? { call, keeper: receiver.getText(), what: 'schema' } : undefined;
}

/** `new Ajv()` at a place that outlives requests. */
function isLastingAjv(receiver: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(receiver);
  if (!ts.isIdentifier(inner) && !isAccess(inner)) return false;
  const declaration = analysis.index.declarationOf(inner);
  const value = declaration && initializerOf(declaration);
  const made = value && unwrap(value);
  if (!made || (!ts.isNewExpression(made) && !ts.isCallExpression(made))) return false;
  const imported = importedNameOf(analysis.index, made.expression);
  return (
    imported !== undefined &&
    /^ajv(?:$|\/)/.test(imported.module) &&
    analysis.lifetimes.ofValue(inner, inner) === 'process'
  );
}

/** An object written down where requests run, also by a variable, a function that makes it, or what callers pass. */
function isMadeAnew(schema: ts.Expression, analysis: Analysis, depth: number): boolean {
  const inner = unwrap(schema);
  if (ts.isObjectLiteralExpression(inner)) return !hasFixedId(inner) && analysis.calls.repeatsAt(inner);
  if (depth > 3) return false;
  if (ts.isCallExpression(inner)) {
    const fn = analysis.index.functionOf(inner.expression);
    const results = fn?.body ? resultsOf(fn.body) : [];
    return (
      results.length > 0 &&
      results.every((result) => ts.isObjectLiteralExpression(unwrap(result)) && !hasFixedId(unwrap(result)))
    );
  }
  const declaration = ts.isIdentifier(inner) ? analysis.index.declarationOf(inner) : undefined;
  if (!declaration) return false;
  if (ts.isParameter(declaration)) {
    const passed = analysis.calls.argumentsFor(declaration).filter(({ call }) => analysis.calls.repeatsAt(call));
    return passed.some(({ value }) => isMadeAnew(value, analysis, depth + 1));
  }
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer || !functionOf(declaration)) return false;
  return isMadeAnew(declaration.initializer, analysis, depth + 1);
}

/** A second schema of the same `$id` is refused, so that such code looks for the first one before. */
function hasFixedId(schema: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(schema) &&
    schema.properties.some((each) => each.name?.getText().replaceAll(/['"]/g, '') === '$id')
  );
}

function resultsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  walk(body, (node) => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
    return true;
  });
  return results;
}

/** `ajv.addSchema(schema, key)`, `ajv.addSchema({ $id: key })`, with a key of request data. */
function isNamedAnew({ arguments: given }: ts.CallExpression, analysis: Analysis): boolean {
  const [schema, key] = given;
  if (key) return analysis.origins.varies(key);
  const inner = schema && unwrap(schema);
  const id =
    inner && ts.isObjectLiteralExpression(inner)
      ? inner.properties.find((each) => each.name?.getText() === '$id')
      : undefined;
  return id !== undefined && ts.isPropertyAssignment(id) && analysis.origins.varies(id.initializer);
}

const templates: Readonly<Record<string, readonly string[]>> = {
  ejs: ['render', 'compile'],
  pug: ['render', 'compile'],
};

/** `ejs.render(text, data, { cache: true, filename })`: the cache is by file name. */
function templateAt(call: ts.CallExpression, analysis: Analysis): Compilation | undefined {
  if (!/^(?:render|compile)$/.test(calleeName(call) ?? '')) return undefined;
  const imported = importedNameOf(analysis.index, call.expression);
  const names = imported && templates[imported.module];
  if (!imported || !names?.includes(imported.name)) return undefined;
  const options = call.arguments.map((each) => unwrap(each)).findLast(ts.isObjectLiteralExpression);
  const member = (name: string) => options?.properties.find((each) => each.name?.getText() === name);
  const [cache, filename] = [member('cache'), member('filename')];
  const isCached = cache && ts.isPropertyAssignment(cache) && cache.initializer.kind === ts.SyntaxKind.TrueKeyword;
  const name = filename && (ts.isPropertyAssignment(filename) ? filename.initializer : undefined);
  return isCached && name && analysis.origins.varies(name)
    ? { call, keeper: imported.module, what: 'template' }
    : undefined;
}
