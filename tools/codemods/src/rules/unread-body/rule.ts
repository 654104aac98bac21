import { ts } from 'ts-morph';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Detection, Fix, Rule } from '../../rule.ts';
import { unreadIn, type Unread } from './answers.ts';

/** An answer of another server whose body is neither read nor cancelled: its connection stays taken. */
export const unreadBody: Rule<'unread-body'> = {
  cause: 'unread-body',
  gate: /\bfetch\(|['"]undici['"]|['"](?:node:)?https?['"]/,
  *detect(file, { analysis }) {
    for (const unread of unreadIn(file, analysis)) {
      const { call } = unread.answer;
      const activation = analysis.calls.activationAt(call);
      // Pages fetch as well; only what a request runs is surely a server's.
      if (activation === 'startup' || (activation !== 'request' && unread.answer.kind === 'fetch')) continue;
      yield detection(unread, activation === 'request');
    }
  },
};

function detection(unread: Unread, isPerRequest: boolean): Detection {
  const { answer, leaving } = unread;
  const name = ts.isIdentifier(answer.holder.name) ? answer.holder.name.text : 'the answer';
  const problem = leaving ? 'is not read on this path' : 'is never read';
  return {
    node: leaving ?? answer.call,
    message: `the body of ${name} ${problem}, so its connection stays taken until it is collected; ${remedies[answer.kind]}`,
    // The collector cancels what fetch left unread, sooner or later.
    confidence: answer.kind === 'fetch' || !isPerRequest ? 'low' : 'medium',
    subject: name,
    sink: { name, declaration: answer.holder },
    fix: fixOf(unread, name),
  };
}

const remedies = {
  fetch: 'read it, or cancel it with body.cancel()',
  undici: 'read it, or drop it with body.dump()',
  http: 'read it, or drop it with resume()',
} as const satisfies Record<Unread['answer']['kind'], string>;

function fixOf({ answer, leaving }: Unread, name: string): Fix {
  const { kind } = answer;
  if (!leaving || !ts.isBlock(leaving.parent) || !ts.isIdentifier(answer.holder.name))
    return { kind: 'manual', advice: remedies[kind] };
  const file = leaving.getSourceFile();
  const { newLine, semicolon } = styleOf(file);
  const text = { fetch: `await ${name}.body?.cancel()`, undici: `await ${name}.body.dump()`, http: `${name}.resume()` }[
    kind
  ];
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [insertAt(file, leaving.getStart(), text + semicolon + newLine + indentAt(leaving))] }),
  };
}
