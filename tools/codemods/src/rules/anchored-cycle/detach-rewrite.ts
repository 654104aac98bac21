import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { isHandler } from '../../analysis/lifetimes.ts';
import { roleOf } from '../../analysis/handlers.ts';
import {
  accessName,
  compactText,
  functionOf,
  hasModifier,
  isAccess,
  isFunctionNode,
  outermost,
  statementOf,
  statementsAround,
  unwrap,
  walk,
  type CallLike,
  type FunctionNode,
} from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt, type TextEdit } from '../../edits/text-edit.ts';
import type { Fix } from '../../rule.ts';
import type { BackReference } from './back-reference.ts';

/** Where a handler gets the added object, it also takes it out again once the response is closed. */
export function detachFix(growth: Growth, back: BackReference, analysis: Analysis): Fix {
  const manual = (advice: string): Fix => ({ kind: 'manual', advice });
  if (growth.kind !== 'Set' && growth.kind !== 'Array') return manual('remove the entry when the response closes');
  if (!isReachable(growth))
    return manual(
      `${growth.place.name} is private: give its class a method that removes an entry and call it when the response closes`,
    );
  const origins = creationsOf(growth, back, analysis);
  const sites = origins?.map((site) => detachSite(site, growth, analysis));
  if (!sites || sites.length === 0 || !sites.every((site) => site !== undefined)) {
    return manual('the object is added where no response is in scope; remove it when the work that needs it is done');
  }
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: sites,
      assumptions: [`nothing needs an object in ${growth.place.name} after its response has closed`],
    }),
  };
}

/** A statement that binds the added object to a name, and the container as seen from there. */
interface Creation {
  readonly statement: ts.Statement;
  readonly name: string;
  readonly container: string;
}

function isReachable({ place }: Growth): boolean {
  const { declaration } = place;
  if (!ts.isPropertyDeclaration(declaration)) return true;
  const isHidden =
    ts.isPrivateIdentifier(declaration.name) ||
    hasModifier(declaration, ts.SyntaxKind.PrivateKeyword) ||
    hasModifier(declaration, ts.SyntaxKind.ProtectedKeyword);
  return !isHidden;
}

function creationsOf(growth: Growth, back: BackReference, analysis: Analysis): Creation[] | undefined {
  const { insertion, place } = growth;
  const fn = functionOf(insertion.node);
  if (!fn) return undefined;
  const value = unwrap(back.value);
  const statement = statementOf(insertion.node);
  if (isHandler(analysis.calls, fn) && ts.isIdentifier(value) && statement) {
    return [{ statement, name: value.text, container: insertion.container.getText().replace('?.', '.') }];
  }
  const isOwn = value.kind === ts.SyntaxKind.ThisKeyword && ts.isConstructorDeclaration(fn);
  if (!isOwn && !returnsValue(fn, value)) return undefined;

  const calls = analysis.calls
    .callSitesOf(fn)
    .filter((call) => analysis.calls.activationAt(call) === 'request' && functionOf(call) !== fn);
  const creations = calls.map((call) => creationAt(call, fn, back, place.name));
  return creations.every((creation) => creation !== undefined) ? creations : undefined;
}

function creationAt(call: CallLike, fn: FunctionNode, back: BackReference, field: string): Creation | undefined {
  const declaration = outermost(call).parent;
  const statement = statementOf(call);
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name) || !statement) return undefined;
  const anchor = anchorAt(call, fn, unwrap(back.anchor));
  return anchor === undefined ? undefined : { statement, name: declaration.name.text, container: `${anchor}.${field}` };
}

/** The anchor as the caller names it: the receiver for `this`, the argument for a parameter. */
function anchorAt(call: CallLike, fn: FunctionNode, anchor: ts.Expression): string | undefined {
  if (anchor.kind === ts.SyntaxKind.ThisKeyword) {
    return isAccess(call.expression) && isStable(call.expression.expression)
      ? call.expression.expression.getText()
      : undefined;
  }
  const position = fn.parameters.findIndex((parameter) => parameter.name.getText() === anchor.getText());
  const passed = call.arguments?.[position];
  if (position >= 0) return passed && isStable(passed) ? passed.getText() : undefined;
  return ts.isIdentifier(anchor) ? anchor.text : undefined;
}

/** Evaluated again later, it still denotes the same object. */
function isStable(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isIdentifier(inner) || inner.kind === ts.SyntaxKind.ThisKeyword) return true;
  return isAccess(inner) && accessName(inner) !== undefined && isStable(inner.expression);
}

function returnsValue(fn: FunctionNode, value: ts.Expression): boolean {
  if (!fn.body) return false;
  let returned = false;
  walk(fn.body, (node) => {
    if (isFunctionNode(node)) return false;
    if (ts.isReturnStatement(node) && node.expression) returned ||= compactText(node.expression) === compactText(value);
    return true;
  });
  return returned;
}

function detachSite(
  { statement, name, container }: Creation,
  { kind }: Growth,
  analysis: Analysis,
): TextEdit | undefined {
  const response = responseAt(statement, analysis);
  if (response === undefined || statementsAround(statement).length === 0) return undefined;
  const file = statement.getSourceFile();
  const { newLine, semicolon, quote } = styleOf(file);
  const removal =
    kind === 'Set'
      ? `${container}.delete(${name})`
      : `void (${container}.includes(${name}) && ${container}.splice(${container}.indexOf(${name}), 1))`;
  const line = `${response}.once(${quote}close${quote}, () => ${removal})${semicolon}`;
  return insertAt(file, statement.end, newLine + indentAt(statement) + line);
}

/** The response that closes after the statement; after an `await` it may have closed already, and would never say so again. */
function responseAt(statement: ts.Statement, analysis: Analysis): string | undefined {
  const fn = functionOf(statement);
  if (!fn || !isHandler(analysis.calls, fn) || awaitsBefore(fn, statement)) return undefined;
  const response = fn.parameters.find((parameter, position) => roleOf(parameter, position, fn) === 'response');
  if (response && ts.isIdentifier(response.name)) return response.name.text;
  return undefined;
}

function awaitsBefore(fn: FunctionNode, statement: ts.Statement): boolean {
  let awaits = false;
  walk(fn, (node) => {
    awaits ||= ts.isAwaitExpression(node) && node.pos < statement.end;
  });
  return awaits;
}
