import ts from 'typescript';
import type { Repository } from '../repository.ts';

/** What errors say, by code, as the sources have it; `…` stands for what is put in. */
export function errorMessages(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const messages = new Map<string, readonly string[]>();
  const files = ['libs', 'tools', 'apps'].flatMap((folder) => repository.find(folder, '.ts'));
  for (const file of files.filter((name) => !/\.(spec|proof|walk)\.ts$|\/testing\//.test(name))) {
    const text = repository.read(file);
    // Only a file that makes such an error is worth its tree.
    if (!/new \w*Error\(\s*'[A-Z_]+'/.test(text)) continue;
    for (const { code, message } of errorsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))) {
      const known = messages.get(code) ?? [];
      const saysSomething = /\p{L}{2}.*\s/u.test(message);
      if (saysSomething && !known.includes(message)) messages.set(code, [...known, message]);
    }
  }
  return messages;
}

interface Said {
  readonly code: string;
  readonly message: string;
}

function errorsIn(source: ts.SourceFile): Said[] {
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText(source))) {
      const [code, message] = node.arguments ?? [];
      if (code && message && ts.isStringLiteral(code) && /^[A-Z_]+$/.test(code.text))
        found.push({ code: code.text, message: plain(message).replaceAll(/…(?:\s*…)+/g, '…') });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function plain(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return plain(node.left) + plain(node.right);
  if (ts.isParenthesizedExpression(node)) return plain(node.expression);
  return '…';
}
