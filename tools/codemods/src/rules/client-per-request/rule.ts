import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { acquisitionText } from '../../resources/acquisitions.ts';
import type { Detection, Fix, Rule } from '../../rule.ts';
import { hoistingOf } from '../hoist-declaration.ts';
import { startOf } from '../../analysis/syntax.ts';
import { clientsIn, type Client } from './clients.ts';

/** A client, pool, agent or logger that each request makes and nobody closes: its sockets, timers or files stay. */
export const clientPerRequest: Rule<'client-per-request'> = {
  cause: 'client-per-request',
  gate: acquisitionText('client-per-request'),
  *detect(file, { analysis }) {
    for (const client of clientsIn(file, analysis)) yield detection(client, analysis);
  },
};

function detection(client: Client, analysis: Analysis): Detection {
  const { call, name, holder, per } = client;
  return {
    node: call,
    message: `${name} is made per ${per} and never closed; make one for all ${per}s`,
    confidence: per === 'request' ? 'high' : 'medium',
    ...(holder && { sink: { name, declaration: holder } }),
    subject: name,
    fix: fixOf(client, analysis),
  };
}

function fixOf({ holder, name }: Client, analysis: Analysis): Fix {
  const advice = `make ${name} once, outside of the handler, or close it in a finally block`;
  if (!holder || !ts.isVariableDeclaration(holder)) return { kind: 'manual', advice };
  const hoisting = hoistingOf(holder, analysis);
  if (hoisting.kind === 'taken-along')
    return { kind: 'manual', advice: `the rewrite for line ${startOf(hoisting.by).line} moves this one, too` };
  if (hoisting.kind === 'impossible')
    return { kind: 'manual', advice: `${advice}; not rewritten, for ${hoisting.why}` };
  return { kind: 'suggested', rewrite: () => hoisting.rewrite() };
}
