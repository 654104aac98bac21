import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { calleeName, foundAtCalls, unwrap } from '../../analysis/syntax.ts';
import type { Detection, Rule } from '../../rule.ts';
import { storeFix } from './store-rewrite.ts';

/** Sessions in express-session's default MemoryStore, which keeps them all. */
export const memorySessionStore: Rule<'memory-session-store'> = {
  cause: 'memory-session-store',
  gate: /['"]express-session['"]/,
  detect: (file, { analysis }) => foundAtCalls(file, (call) => sessionsAt(call, analysis)),
};

function sessionsAt(call: ts.CallExpression, analysis: Analysis): Detection | undefined {
  const imported = importedNameOf(analysis.index, call.expression);
  if (imported?.module !== 'express-session' || imported.name !== 'default') return undefined;
  const options = optionsOf(call, analysis);
  if (options === 'unknown') return undefined;
  const store = options && memberOf(options, 'store');
  if (store && !isMemoryStore(store, analysis)) return undefined;
  const isOnlyLoggedIn =
    options !== undefined && /^false$/.test(memberOf(options, 'saveUninitialized')?.getText() ?? '');
  return {
    node: call,
    message: `express-session keeps every session in its default MemoryStore${isOnlyLoggedIn ? '' : ', of every client that sends no cookie as well'}; pass a store that expires sessions, such as memorystore or connect-redis`,
    confidence: 'high',
    subject: 'express-session',
    sink: { name: 'express-session', declaration: call },
    fix: storeFix(call, options, store),
  };
}

/** The options as they are written down, here or in a constant; `unknown` where they come from elsewhere. */
function optionsOf(call: ts.CallExpression, { index }: Analysis): ts.ObjectLiteralExpression | 'unknown' | undefined {
  const [given] = call.arguments;
  if (!given) return undefined;
  const inner = unwrap(given);
  const declaration = ts.isIdentifier(inner) ? index.declarationOf(inner) : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const options = value ? unwrap(value) : inner;
  if (!ts.isObjectLiteralExpression(options) || options.properties.some(ts.isSpreadAssignment)) return 'unknown';
  const isFilledLater =
    declaration !== undefined &&
    index
      .referencesTo(declaration)
      .some(({ parent }) => ts.isPropertyAccessExpression(parent) && parent.name.text === 'store');
  return isFilledLater ? 'unknown' : options;
}

function memberOf(options: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of options.properties) {
    if (property.name?.getText().replace(/['"]/g, '') !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

/** `store: new session.MemoryStore()` says so itself. */
function isMemoryStore(store: ts.Expression, { index }: Analysis): boolean {
  const inner = unwrap(store);
  const declaration = ts.isIdentifier(inner) ? index.declarationOf(inner) : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const made = value ? unwrap(value) : inner;
  if (!ts.isNewExpression(made) || calleeName(made) !== 'MemoryStore') return false;
  const imported = importedNameOf(index, made.expression);
  return imported?.module === 'express-session';
}
