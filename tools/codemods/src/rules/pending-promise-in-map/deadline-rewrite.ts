import { ts } from 'ts-morph';
import type { Growth } from '../../analysis/growth.ts';
import { calleeName, functionOf, outermost, unwrap } from '../../analysis/syntax.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAfter } from '../../edits/lines.ts';
import type { Fix } from '../../rule.ts';

const deadlineSeconds = 30;

/** Behind the insertion, a timer that deletes the entry and rejects its promise, where no answer came before it. */
export function deadlineFix({ insertion, kind, bound, place }: Growth): Fix {
  const { node, container, key } = insertion;
  const statement = ownStatement(node);
  const reject = rejectAt(node);
  const id = key && unwrap(key);
  if (!statement || !reject || !id || !ts.isIdentifier(id) || bound.kind !== 'released' || kind === 'Array') {
    const advice = 'delete the entry when it is settled, and reject it when no answer came in time';
    return { kind: 'manual', advice };
  }
  return {
    kind: 'suggested',
    rewrite() {
      const { newLine, indent, quote, semicolon } = styleOf(statement.getSourceFile());
      const held = container.getText();
      const rejection = `${reject}(new Error(${quote}no answer within ${deadlineSeconds} seconds${quote}))${semicolon}`;
      const lines =
        kind === 'Map'
          ? [`if (${held}.delete(${id.text})) ${rejection}`]
          : [`if (!(${id.text} in ${held})) return${semicolon}`, `delete ${held}[${id.text}]${semicolon}`, rejection];
      const text = [
        `setTimeout(() => {`,
        ...lines.map((line) => indent + line),
        `}, ${deadlineSeconds}_000).unref()${semicolon}`,
      ];
      return {
        edits: [insertAfter(statement, text.map((line) => newLine + indentAt(statement) + line).join(''))],
        assumptions: [
          `an answer that ${place.name} waits for comes within ${deadlineSeconds} seconds; who asked handles the rejection`,
        ],
      };
    },
  };
}

/** The second parameter of the executor around a node. */
function rejectAt(node: ts.Node): string | undefined {
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) {
    const { parent } = outermost(fn);
    if (!ts.isNewExpression(parent) || calleeName(parent) !== 'Promise') continue;
    const name = fn.parameters[1]?.name;
    return name && ts.isIdentifier(name) ? name.text : undefined;
  }
  return undefined;
}
