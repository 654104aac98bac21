import { ts } from 'ts-morph';
import { unwrap, type CallLike } from '../../analysis/syntax.ts';
import { styleOf } from '../../edits/file-style.ts';
import { importedName, isTaken } from '../../edits/imports.ts';
import { insertAfter } from '../../edits/lines.ts';
import { insertAt, type TextEdit } from '../../edits/text-edit.ts';
import { importedPackages } from '../../imported-packages.ts';
import type { Fix } from '../../rule.ts';
import { boundedEntries as max } from '../lru-rewrite.ts';
import type { Memoizer } from './memoizers.ts';

/** The memoizer gets a bounded cache in place of its own, or an option that bounds it. */
export function memoizerFix(call: CallLike, { bounded }: Memoizer, holder: ts.Node): Fix {
  const fix = bounded === 'cache' ? cacheFix(holder) : bounded === 'max' ? optionFix(call) : undefined;
  return fix ?? { kind: 'manual', advice: 'give it a bounded cache, or none' };
}

/** `price.cache = new LRUCache({ max: 1000 });` below the declaration. */
function cacheFix(holder: ts.Node): Fix | undefined {
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return undefined;
  const statement = holder.parent.parent;
  const isAlone = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1;
  const file = holder.getSourceFile();
  const imported = importedName(file, 'lru-cache', 'LRUCache');
  if (!isAlone || !ts.isSourceFile(statement.parent) || (imported === undefined && isTaken(file, 'LRUCache')))
    return undefined;
  const { newLine, semicolon } = styleOf(file);
  const line = `${holder.name.text}.cache = new ${imported ?? 'LRUCache'}({ max: ${max} })${semicolon}`;
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [insertAfter(statement, newLine + line)],
      imports: [{ file, module: 'lru-cache', name: 'LRUCache' }],
      dependencies: [importedPackages.lruCache],
      assumptions: assumptionsOf(holder.name.getText()),
      capEntries: max,
    }),
  };
}

function optionFix(call: CallLike): Fix | undefined {
  const edit = optionEdit(call);
  if (!edit) return undefined;
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [edit], assumptions: assumptionsOf('it'), capEntries: max }),
  };
}

/** `max: 1000` as the first of the options, or as options of its own. */
function optionEdit({ arguments: given }: CallLike): TextEdit | undefined {
  const [memoized, second, ...rest] = given ?? [];
  if (!memoized || rest.length > 0) return undefined;
  const file = memoized.getSourceFile();
  if (!second) return insertAt(file, memoized.end, `, { max: ${max} }`);
  const options = unwrap(second);
  if (!ts.isObjectLiteralExpression(options)) return undefined;
  const separator = options.properties.length > 0 ? ',' : ' ';
  return insertAt(file, options.getStart() + 1, ` max: ${max}${separator}`);
}

function assumptionsOf(name: string): string[] {
  return [`${name} may forget all but the ${max} results used last, and work them out again`];
}
