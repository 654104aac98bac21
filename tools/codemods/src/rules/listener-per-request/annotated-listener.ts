import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { isFunctionNode, unwrap } from '../../analysis/syntax.ts';

/**
 * The text of a listener that leaves its call. In TypeScript its parameters had their types from there; they say them now.
 */
export function annotated(listener: ts.Expression, { index }: Analysis): string {
  const fn = unwrap(listener);
  const file = listener.getSourceFile();
  if (!isFunctionNode(fn) || !/\.[cm]?tsx?$/.test(file.fileName)) return listener.getText();
  const bare = fn.parameters.filter(({ type, initializer }) => type === undefined && initializer === undefined);
  const [first] = fn.parameters;
  const isUnbracketed =
    first !== undefined && file.text[first.end] !== ')' && fn.parameters.length === 1 && !hasBracket(fn);
  const start = listener.getStart();
  let text = listener.getText();
  for (const parameter of [...bare].reverse()) {
    const type = typeText(parameter, index.checker);
    const said = `${parameter.getText()}: ${type}`;
    const replaced = isUnbracketed ? `(${said})` : said;
    text = text.slice(0, parameter.getStart() - start) + replaced + text.slice(parameter.end - start);
  }
  return text;
}

function hasBracket(fn: ts.Node): boolean {
  return fn.getChildren().some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
}

/** Names that only a module elsewhere knows would not be found here. */
function typeText(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): string {
  const isRest = parameter.dotDotDotToken !== undefined;
  const text = checker.typeToString(checker.getTypeAtLocation(parameter));
  return /^(?:string|number|boolean|bigint|Buffer|Error)(?:\[\])?$/.test(text) ? text : isRest ? 'any[]' : 'any';
}
