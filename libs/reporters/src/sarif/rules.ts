import { causes, type Cause } from '@watertight/catalog';
import { overBudgetRule, unexplainedRule } from '../problems/problem.ts';
import type { ReportContext } from '../report-context.ts';
import { messageOf } from './message.ts';

export interface SarifRule {
  readonly id: string;
}

/** Every rule that a result may name: one for each cause, one for what no cause explains, one for budgets. */
export function sarifRules(context: ReportContext): SarifRule[] {
  return [...causes.map((cause) => ruleOf(cause, context)), unexplained, overBudget];
}

function ruleOf(cause: Cause, { pageOf }: ReportContext): SarifRule {
  const { id, title, mechanism, category } = cause;
  const page = pageOf(id);
  return asRule(id, {
    shortDescription: { text: title },
    fullDescription: messageOf(mechanism),
    help: page === undefined ? messageOf(mechanism) : { ...messageOf(textOf(page)), markdown: page },
    properties: { tags: ['memory-leak', category] },
  });
}

const overBudget = asRule(overBudgetRule, {
  shortDescription: { text: 'Memory over its budget' },
  fullDescription: {
    text: 'A trial measured more growth per request, or more memory after a collection, than is allowed.',
  },
  help: { text: 'Mend what grows, or raise the budget in watertight.config.ts.' },
  properties: { tags: ['memory-leak'] },
});

const unexplained = asRule(unexplainedRule, {
  shortDescription: { text: 'Memory that grows with the requests' },
  fullDescription: { text: 'A trial saw memory grow with the requests, by a mechanism that no known cause explains.' },
  help: { text: 'See what piles up, who holds it and which line inserts it; remove it when the request is done.' },
  properties: { tags: ['memory-leak'] },
});

function asRule(id: string, facts: object): SarifRule {
  return { id, name: pascalCase(id), defaultConfiguration: { level: 'warning' }, ...facts } as SarifRule;
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

// For viewers that show no Markdown.
function textOf(page: string): string {
  return page.replace(/<!--[\s\S]*?-->\n*/g, '').trim();
}
