import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expressionStart } from './expression-start.ts';

/** `^` stands below where the engine points, and `|` where the expression begins. */
test.each([
  ['a call of a method', `users.set(id, user)`, `|     ^`],
  ["a call of a field's method", `  this.byId.rows.push(row)`, `  |              ^`],
  ['a call on what a call gave', `f(x)(y).set(id)`, `|       ^`],
  ['a call on a member by key', `byKey['a)'].add(user)`, `|           ^`],
  ['an optional call', `users?.byId!.set(id)`, `|            ^`],
  ['a call behind a keyword', `return (await open(db)).add(user)`, `       |                ^`],
  ['a call on what is new', `new Bus(a).on('x')`, `|          ^`],
  ['a call in a spread', `f(...a.concat(b))`, `     | ^`],
  ['an assignment', `last[id(req)] = req`, `|             ^`],
  ['an assignment to a field', `{ this.#last = req }`, `  |          ^`],
  ['an assignment that adds', `log += text`, `|   ^`],
  ['an assignment pointed at from the blank before it', `last = req`, `|   ^`],
])('%s begins at its first character', (_title, text, marks) => {
  const [column, expected] = [marks.indexOf('^') + 1, marks.indexOf('|') + 1];
  expect(expressionStart(text, { line: 1, column })).toEqual({ line: 1, column: expected });
});

test.each([
  ['a plain call', `open(path)`, 1],
  ['a comparison', `a == b`, 3],
  ['what cannot be read backwards', `/a[)]/i.test(b)`, 9],
])('%s stays where it is', (_title, text, column) => {
  expect(expressionStart(text, { line: 1, column })).toEqual({ line: 1, column });
});

test('a chain begins on the line of its first link, comments between the links or not', () => {
  const text = ['bus', '  // every price.', '  .prices', '  .on(x)'].join('\n');
  expect(expressionStart(text, { line: 4, column: 4 })).toEqual({ line: 1, column: 1 });
});

test('a place that the text does not have stays', () => {
  expect(expressionStart('a.b()', { line: 3, column: 3 })).toEqual({ line: 3, column: 3 });
});

test('a parser agrees, for all calls and assignments of real code', () => {
  const express = join(dirname(require.resolve('express')), 'lib');
  const files = [...filesIn(__dirname, '.ts'), ...filesIn(express, '.js')];
  const answers = files.flatMap((file) => [...answersFor(readFileSync(file, 'utf8'))]);
  expect(answers.filter(({ answer }) => answer === 'wrong')).toEqual([]);
  const unread = answers.filter(({ answer }) => answer === 'unread').length;
  expect(answers.length).toBeGreaterThan(500);
  expect(unread / answers.length).toBeLessThan(0.05);
}, 20_000);

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

function* answersFor(text: string): Iterable<{ answer: 'right' | 'wrong' | 'unread'; text: string }> {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
  const placeAt = (offset: number) => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character + 1 };
  };
  const said = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;
  for (const { node, middle } of middlesIn(source)) {
    const got = said(expressionStart(text, placeAt(middle)));
    const isRight = got === said(placeAt(node.getStart()));
    const answer = isRight ? 'right' : got === said(placeAt(middle)) ? 'unread' : 'wrong';
    yield { answer, text: node.getText() };
  }
}

function* middlesIn(node: ts.Node): Iterable<{ node: ts.Node; middle: number }> {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    yield { node, middle: node.expression.name.getStart() };
  }
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) && !ts.isArrayLiteralExpression(node.left)) {
    yield { node, middle: node.operatorToken.getStart() };
  }
  for (const child of node.getChildren()) yield* middlesIn(child);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
