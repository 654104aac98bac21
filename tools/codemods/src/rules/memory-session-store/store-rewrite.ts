import { ts } from 'ts-morph';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { isTaken } from '../../edits/imports.ts';
import { insertAt, replaceNode, type TextEdit } from '../../edits/text-edit.ts';
import { statementOf } from '../../analysis/syntax.ts';
import { importedPackages } from '../../imported-packages.ts';
import type { Fix } from '../../rule.ts';

const cap = 10_000;
const advice = 'pass a store: memorystore within one process, connect-redis for several';

/** `store: new MemoryStore({ checkPeriod, max })` of memorystore, which drops what has expired and the oldest beyond a bound. */
export function storeFix(
  call: ts.CallExpression,
  options: ts.ObjectLiteralExpression | undefined,
  store: ts.Expression | undefined,
): Fix {
  const file = call.getSourceFile();
  const statement = options && statementOf(options);
  const top = statement && ts.isSourceFile(statement.parent) ? statement : undefined;
  const isReady = top !== undefined && ts.isIdentifier(call.expression) && options?.getSourceFile() === file;
  if (!isReady || store || isTaken(file, 'MemoryStore') || isTaken(file, 'createMemoryStore'))
    return { kind: 'manual', advice };
  return {
    kind: 'suggested',
    rewrite() {
      const { newLine, semicolon } = styleOf(file);
      const made = `const MemoryStore = createMemoryStore(${call.expression.getText()})${semicolon}`;
      return {
        edits: [insertAt(file, top.getStart(), made + newLine), addMember(options)],
        imports: [{ file, module: 'memorystore', name: 'createMemoryStore', isDefault: true }],
        dependencies: [importedPackages.memorystore],
        assumptions: [
          `sessions may be held in this process alone, ${cap} at the most: the oldest are logged out beyond that; several processes need connect-redis`,
        ],
        capEntries: cap,
      };
    },
  };
}

function addMember(options: ts.ObjectLiteralExpression): TextEdit {
  const file = options.getSourceFile();
  const { newLine, indent } = styleOf(file);
  const member = 'store: new MemoryStore({ checkPeriod: 86_400_000, max: 10_000 })';
  const [first] = options.properties;
  if (!first) return replaceNode(options, `{ ${member} }`);
  const isOnOneLine = !options.getText().includes('\n');
  if (isOnOneLine) return insertAt(file, first.getStart(), `${member}, `);
  const ownIndent = indentAt(first) || indentAt(options) + indent;
  return insertAt(file, first.getStart(), `${member},${newLine}${ownIndent}`);
}
