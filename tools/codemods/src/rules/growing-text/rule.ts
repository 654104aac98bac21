import { ts } from 'ts-morph';
import type { Growth } from '../../analysis/growth.ts';
import { insertionText } from '../../analysis/insertions.ts';
import { isAccess, unwrap } from '../../analysis/syntax.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAfter } from '../../edits/lines.ts';
import type { Fix, Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { growthDetection, perWhat } from '../growth-detection.ts';

/** A process-lived text or buffer to which each request appends. */
export const growingText: Rule<'growing-text'> = {
  cause: 'growing-text',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('growing-text', file, analysis)) {
      const { place } = growth;
      yield growthDetection(growth, {
        message: `${place.name} becomes longer ${perWhat(growth)} and nothing shortens it; write it elsewhere or keep its end`,
        fix: fixOf(growth),
      });
    }
  },
};

const keptCharacters = 10_000;
/** How lengths are written into the source. */
const written = (length: number) => `${length / 1000}_000`;

/** Behind the statement that appends, the text loses its beginning; at twice its length, for each cut copies what is left. */
function fixOf({ insertion, kind, place }: Growth): Fix {
  const statement = ownStatement(insertion.node);
  const text = unwrap(insertion.container);
  const isNamed = ts.isIdentifier(text) || isAccess(text);
  if (kind !== 'string' || !statement || !isNamed)
    return { kind: 'manual', advice: 'write it to a file or stream, or keep its end' };
  return {
    kind: 'suggested',
    rewrite() {
      const { newLine, semicolon } = styleOf(statement.getSourceFile());
      const name = text.getText();
      const cut = `if (${name}.length > ${written(2 * keptCharacters)}) ${name} = ${name}.slice(-${written(keptCharacters)})${semicolon}`;
      return {
        edits: [insertAfter(statement, newLine + indentAt(statement) + cut)],
        assumptions: [`${place.name} keeps its last ${keptCharacters} characters; whoever reads it needs no more`],
        capEntries: keptCharacters / 10,
      };
    },
  };
}
