import type { Evidence } from '@watertight/evidence';
import { htmlSummary } from './html-summary.ts';
import { healedResult, leakingDescriptors, leaking, stable, templateLeak } from './testing/drawn-results.ts';
import { parseHtml } from './testing/parse-html.ts';
import { withStrings } from './testing/with-strings.ts';

const healed = { ...healedResult, remaining: [], after: stable };
const remains = {
  ...healedResult,
  healed: [],
  remaining: [{ ...templateLeak, why: 'no finding matches its line' }],
  before: { ...leaking, leaks: [templateLeak] },
  after: null,
};
const results = [
  { cause: 'unbounded-cache', result: healed },
  { cause: 'leaky-dependency', result: remains },
  { cause: 'unbounded-cache', result: healed },
];

test('each cause has a row that leads to a section of its own, also where two causes share a name', () => {
  const { elements } = parseHtml(htmlSummary(results));
  const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const links = elements.flatMap(({ attributes }) => attributes['href'] ?? []).filter((href) => href !== '#top');
  expect(links).toEqual(['#1-unbounded-cache', '#2-leaky-dependency', '#3-unbounded-cache']);
  for (const link of links) expect(ids).toContain(link.slice(1));
});

test('the verdict counts the causes that were healed and names the others', () => {
  const { text } = parseHtml(htmlSummary(results));
  expect(text).toContain('2 of 3 causes healed');
  expect(text).toContain('not healed: leaky-dependency');
});

test('a row says the verdicts, the growth, the line, the rule and whether the responses agree', () => {
  const { text } = parseHtml(htmlSummary(results.slice(0, 1)).replace(/<\/td>/g, ' | </td>'));
  expect(text).toContain('unbounded-cache | leaking | 412 B | ');
  expect(text).toContain('src/app.ts:11rewritten by unbounded-cache | stablesame responses | ');
});

test('the line of own code stands for one in a dependency, and a long path for its end', () => {
  const insertion = { ...templateLeak.insertion!, caller: { file: 'apps/shop/src/mail.ts', line: 20 } };
  const result = { ...remains, remaining: [{ ...templateLeak, insertion, why: '' }] };
  expect(htmlSummary([{ cause: 'a', result }])).toContain(
    '<code title="apps/shop/src/mail.ts:20">…/src/mail.ts:20</code>',
  );
});

test('descriptors are counted, not weighed', () => {
  const [leak] = leakingDescriptors.leaks;
  const outcome = { slopePerRequest: 1, interval: [1, 1], unit: 'descriptors' } as const;
  const item = {
    ...healed.healed[0]!,
    leak: leak!,
    before: { ...outcome, verdict: 'leaking' as const, interval: [1, 1] as [number, number] },
  };
  const result = { ...healed, healed: [item], before: leakingDescriptors };
  expect(parseHtml(htmlSummary([{ cause: 'unclosed-file', result }])).text).toContain('1 descriptor');
});

test('requests that are kept are charted as such: their heap never grows', () => {
  const watched = (verdict: 'leaking' | 'stable', share: number): Evidence => ({
    ...stable,
    verdict,
    signals: [
      ...stable.signals,
      {
        name: 'watched-objects',
        verdict,
        slopePerRequest: share,
        interval: [share, share],
        unit: 'objects',
        smallestDetectable: 0.01887,
      },
    ],
  });
  const leak = { ...healed.healed[0]!.leak, signal: 'watched-objects' as const };
  const before = { ...watched('leaking', 0.03774), leaks: [leak] };
  const result = { ...healed, healed: [{ ...healed.healed[0]!, leak }], before, after: watched('stable', 0) };
  const { text, elements } = parseHtml(htmlSummary([{ cause: 'request-in-field', result }]));
  expect(text).toContain('2 → 0 kept');
  expect(text).toContain('before: leaking, 2 objects kept after 53 requests');
  expect(text).toContain('after: stable, 0 objects kept after 53 requests');
  expect(elements.filter(({ attributes }) => attributes['class'] === 'chart')).toHaveLength(1);
});

test('a target that showed no leak has a row all the same', () => {
  const result = { ...healed, healed: [], before: stable, after: null };
  expect(parseHtml(htmlSummary([{ cause: 'unbounded-cache', result }])).text).toContain('0 of 1 cause healed');
});

test('no results at all are said to be none', () => {
  expect(parseHtml(htmlSummary([])).text).toContain('nothing was healed: there are no results');
});

test('markup in any string is shown as text', () => {
  const hostile = htmlSummary(withStrings(results, () => `"><script>alert('1')</script>`));
  expect(parseHtml(hostile).elements.map(({ name }) => name)).not.toContain('script');
});
