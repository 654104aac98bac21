import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { exchangeInReach } from '../../analysis/exchange-in-reach.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { functionOf, some } from '../../analysis/syntax.ts';
import { styleOf } from '../../edits/file-style.ts';
import { insertAfter, removeLines } from '../../edits/lines.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Fix, Rule } from '../../rule.ts';
import { freeName, whenOver } from '../closing-statement.ts';
import { registrationsIn, registrationText, type Registration } from './registrations.ts';

/** A middleware, interceptor or plugin that each request adds to what all requests share. */
export const hookPerRequest: Rule<'hook-per-request'> = {
  cause: 'hook-per-request',
  gate: registrationText,
  *detect(file, { analysis }) {
    for (const registration of registrationsIn(file, analysis)) {
      const { call, owner, kind, per } = registration;
      const name = owner.getText();
      const declaration = analysis.places.placeOf(owner)?.declaration;
      yield {
        node: call,
        message: `${name} gains ${/^[aeiou]/.test(kind.noun) ? 'an' : 'a'} ${kind.noun} per ${per}, and each of them runs for all that follow; register it once, at start`,
        confidence: per === 'request' ? 'high' : 'medium',
        ...(declaration && { sink: { name, declaration } }),
        subject: `${name} ${kind.noun}`,
        fix: fixOf(registration, analysis),
      };
    }
  },
};

function fixOf(registration: Registration, analysis: Analysis): Fix {
  const { call, owner, kind, isAboutRequest } = registration;
  const statement = ownStatement(call);
  if (!statement) return { kind: 'manual', advice: `register the ${kind.noun} once, outside of the handler` };
  if (!isAboutRequest) return onceAtStart(call, statement);
  const exchange = kind.eject === undefined ? undefined : exchangeInReach(call, analysis);
  const name = freeName(call, [kind.noun, `${kind.noun}Id`]);
  if (!exchange || name === undefined)
    return {
      kind: 'manual',
      advice: `it is made for one request and then runs for all: register the ${kind.noun} once and hand it what differs`,
    };
  const ejecting = `${owner.getText()}.${kind.eject ?? ''}(${name})`;
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [
        insertAt(call.getSourceFile(), statement.getStart(), `const ${name} = `),
        insertAfter(statement, whenOver(statement, exchange, ejecting)),
      ],
    }),
  };
}

/** Behind the module's statement that holds the handler: what is registered later comes later. */
function onceAtStart(call: ts.CallExpression, statement: ts.Statement): Fix {
  let outer: ts.Node = statement;
  while (!ts.isSourceFile(outer.parent)) outer = outer.parent;
  const usesThis = some(call, (node) => node.kind === ts.SyntaxKind.ThisKeyword || ts.isAwaitExpression(node));
  if (usesThis || !functionOf(call) || !ts.isStatement(outer))
    return { kind: 'manual', advice: 'register it once, outside of the handler' };
  const file = call.getSourceFile();
  const { newLine } = styleOf(file);
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [removeLines(statement), insertAt(file, outer.end, newLine + newLine + statement.getText())],
    }),
  };
}
