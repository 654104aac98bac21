import { causePage, causes, findCause, type Cause } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';
import { wrap } from '@watertight/reporters';
import { styleFor } from '../output/style.ts';
import { terminalPage } from '../output/terminal-page.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcome.ts';

export interface RulesArguments {
  readonly id?: string;
  readonly json?: boolean;
}

/** Lists the rules, or explains one by its page. */
export function rules({ id, json }: RulesArguments, world: World): Outcome {
  if (id === undefined) return { text: json ? asJson(causes) : list(world), exitStatus: 0 };
  const cause = findCause(id);
  if (!cause) {
    const all = causes.map((each) => each.id).join(', ');
    throw new CodedError('USAGE', `there is no rule ${id}; the rules are ${all}`);
  }
  if (json) return { text: asJson([cause]), exitStatus: 0 };
  return {
    text: terminalPage(causePage(id) ?? '', styleFor(world.stdout, world.env)),
    exitStatus: 0,
  };
}

function list({ stdout, env }: World): string {
  const { width } = styleFor(stdout, env);
  const hang = Math.max(...causes.map(({ id }) => id.length)) + 2;
  const lines = causes.map(({ id, title }) => `${id.padEnd(hang)}${wrap(title, { width, hang })}`);
  return `${lines.join('\n')}\n\n\`watertight rules <id>\` explains one.\n`;
}

function asJson(listed: readonly Cause[]): string {
  const rows = listed.map(({ id, title, category, mechanism }) => ({ id, title, category, mechanism }));
  return `${JSON.stringify({ schemaVersion: 1, rules: rows }, null, 2)}\n`;
}
