import { github } from './github.ts';
import { html } from './html.ts';
import { human } from './human.ts';
import { jsonl } from './jsonl.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Report } from './report.ts';
import { sarif } from './sarif.ts';
import { overBudget } from './testing/drawn-results.ts';
import { parseXml } from './testing/parse-xml.ts';

const report: Report = { kind: 'check', result: overBudget };
const kept: Report = { kind: 'check', result: { ...overBudget, budgets: overBudget.budgets!.slice(1) } };

describe('budgets are told by route and signal', () => {
  test('to people, each with what was measured', () => {
    expect(
      human(report)
        .split('\n')
        .filter((line) => line.includes('budget')),
    ).toEqual([
      'stable: nothing grows with the requests; but over budget',
      '  budget     over: GET /visit: heap after GC grows by 412 B per request, budget',
      '  budget     within: all other routes: heap after GC is at most 5.72 MiB after a',
      '             collection, budget 76.3 MiB',
    ]);
  });

  test('in Markdown, with the title saying that one is exceeded', () => {
    const text = markdown(report);
    expect(text).toContain('# Watertight: stable, over budget\n');
    expect(text).toContain('| over | GET /visit | heap after GC grows by 412 B per request, budget 64 B |');
    expect(markdown(kept)).toContain('# Watertight: stable\n');
  });

  test('as cases of JUnit, of which those that are kept pass', () => {
    const [suites] = parseXml(junit(report));
    const told = suites!.children[0]!.children.map(
      ({ attributes, children }) => `${attributes['name']}: ${children[0]?.name ?? 'passed'}`,
    );
    expect(told).toEqual([
      'heap after GC: passed',
      'budget of GET /visit: heap after GC per request: failure',
      'budget of all other routes: heap after GC after a collection: passed',
    ]);
  });

  test('as an annotation and a result of code scanning, without a line', () => {
    const message = 'GET /visit is over its budget: heap after GC grows by 412 B per request, budget 64 B';
    expect(github(report).split('\n')[0]).toBe(`::error title=watertight%3A over-budget::${message}`);
    const { runs } = JSON.parse(sarif(report)) as { runs: { results: object[] }[] };
    expect(runs[0]!.results).toEqual([
      expect.objectContaining({
        ruleId: 'over-budget',
        level: 'error',
        message: { text: message },
        partialFingerprints: { 'watertight/v1': 'over-budget:GET /visit:heap-after-gc:growth-per-request' },
      }),
    ]);
    expect(runs[0]!.results[0]).toHaveProperty('ruleIndex');
  });

  test('as a line of jsonl each, and on the page', () => {
    const lines = jsonl(report).split('\n').filter(Boolean);
    expect(lines.filter((line) => (JSON.parse(line) as { type: string }).type === 'budget')).toHaveLength(2);
    expect(html(report)).toContain('<h2>Budgets</h2>');
  });

  test('and a budget that is kept annotates nothing', () => {
    expect(github(kept)).toBe('stable: nothing grows with the requests\n');
    expect(human(kept)).toContain('within: all routes: heap after GC');
  });
});
