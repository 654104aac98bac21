import { createHash } from 'node:crypto';
import type { AllocationCall } from '@watertight/evidence';
import { html } from './html.ts';
import type { Report } from './report.ts';
import {
  fixPlan,
  healedResult,
  inconclusive,
  leaking,
  leakingDescriptors,
  patch,
  sampled,
  scanned,
  stable,
  templateLeak,
} from './testing/drawn-results.ts';
import { parseHtml } from './testing/parse-html.ts';
import { withStrings } from './testing/with-strings.ts';

const reports: readonly (readonly [name: string, report: Report])[] = [
  ['a leak', { kind: 'check', result: leaking }],
  ['a stable target', { kind: 'check', result: stable }],
  ['an open verdict', { kind: 'check', result: inconclusive }],
  ['open descriptors', { kind: 'check', result: leakingDescriptors }],
  ['findings', { kind: 'scan', result: scanned }],
  ['no findings', { kind: 'scan', result: { ...scanned, findings: [] } }],
  ['a diff', { kind: 'fix', result: fixPlan }],
  ['a healing', { kind: 'heal', result: healedResult }],
  ['a healing without a second trial', { kind: 'heal', result: { ...healedResult, healed: [], after: null } }],
];

const markupInEveryString = `<script>alert("1")</script>'"&amp;\u0007\u202e\n`;

describe.each(reports)('%s', (_, report) => {
  const page = html(report);

  test('is a well-formed document whose ids are unique and whose links lead somewhere', () => {
    const { elements } = parseHtml(page);
    const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of elements) {
      if (attributes['href'] !== undefined) expect(ids).toContain(attributes['href'].slice(1));
      for (const id of attributes['aria-labelledby']?.split(' ') ?? []) expect(ids).toContain(id);
    }
  });

  test('loads nothing, runs nothing, and has no style but the one that its policy allows', () => {
    const { elements } = parseHtml(page);
    const names = new Set(elements.map(({ name }) => name));
    for (const forbidden of ['script', 'link', 'img', 'iframe', 'object', 'base', 'form'])
      expect(names).not.toContain(forbidden);
    const attributes = elements.flatMap((element) => Object.keys(element.attributes));
    expect(attributes.filter((name) => /^(on.*|style|src|srcset)$/.test(name))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  test('shows markup in any string of the result as text', () => {
    const hostile = html({ ...report, result: withStrings(report.result, () => markupInEveryString) } as Report);
    const names = new Set(parseHtml(hostile).elements.map(({ name }) => name));
    expect(names).not.toContain('script');
    expect(hostile).not.toContain('<script');
    expect(hostile).not.toMatch(/[\u0007\u202e]/);
  });

  test.each(['<b>', '"', "'", '&', 'x" onload="y'])('is no other document for %j after every string', (tail) => {
    const hostile = html({ ...report, result: withStrings(report.result, (text) => text + tail) } as Report);
    const attributeNames = parseHtml(hostile).elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(attributeNames).not.toContain('onload');
    expect(hostile).not.toContain('<b>');
  });
});

test('the policy names the style by its hash and allows nothing else', () => {
  const page = html({ kind: 'check', result: leaking });
  const [, style] = /<style>([\s\S]*)<\/style>/.exec(page)!;
  const policy = parseHtml(page).elements.find(
    ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
  )!.attributes['content'];
  const hash = createHash('sha256').update(style!).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
});

test('status codes are text too', () => {
  const trial = { ...leaking.trial, statuses: { '<i>': 1 } };
  expect(html({ kind: 'check', result: { ...leaking, trial } })).toContain('all answered &lt;i&gt;');
});

describe('a trial', () => {
  const text = textOf({ kind: 'check', result: { ...leaking, leaks: [...leaking.leaks, templateLeak] } });

  test('says its verdict before anything else', () => {
    expect(text).toMatch(/^Watertight check node dist\/server\.js leaking: the heap grows by 412 B per request/);
  });

  test('says what leaks, how much, where, who holds it and what to do', () => {
    expect(text).toContain('412 B per request, 3 objects');
    expect(text).toContain('Visitor objects pile up in Map visitors (src/app.ts:9)');
    expect(text).toContain('src/app.ts:11:14 in handle');
    expect(text).toContain('called from src/mail.ts:20:3 in greet');
    expect(text).toContain('└─ visitors: Map ← suspect');
    expect(text).toContain('bound visitors: an LRU cache with a cap');
    expect(text).toContain('mustache 3.2.1');
  });

  test('gives the slope and its interval in words below the chart', () => {
    expect(text).toContain('measured: leaking, 412 B per request (95 %: 409 to 416 B)');
  });

  test('gives the command that repeats it', () => {
    expect(text).toContain(
      "npx watertight check --route 'GET /visit' --requests 503 --warm-up 1000 -- node dist/server.js",
    );
  });
});

test('a leak of descriptors is drawn in descriptors, not in bytes', () => {
  const page = html({ kind: 'check', result: leakingDescriptors });
  expect(page).toContain('id="trial-memory-descriptors-title">open descriptors');
  expect(page).not.toContain('heap-after-gc-title');
});

test('leaked objects are drawn as heap, beside what else leaks', () => {
  const [descriptors] = leakingDescriptors.leaks;
  const leaks = [descriptors!, { ...templateLeak, signal: 'survivors' as const }];
  const page = html({ kind: 'check', result: { ...leakingDescriptors, leaks } });
  expect(page).toContain('id="trial-memory-heap-after-gc-title"');
  expect(page).toContain('id="trial-memory-descriptors-title"');
});

test('a system that does not count descriptors leaves no line below zero', () => {
  const series = leakingDescriptors.trial.series.map((sample) => ({ ...sample, descriptors: -1 }));
  const result = { ...leakingDescriptors, trial: { ...leakingDescriptors.trial, series } };
  expect(textOf({ kind: 'check', result })).toContain('open descriptors: no samples were recorded');
});

test('a trial without a tracked round has no chart of survivors', () => {
  expect(html({ kind: 'check', result: leaking })).toContain('objects alive per request');
  expect(html({ kind: 'check', result: stable })).not.toContain('objects alive per request');
});

test('a finding shows how the value comes there, folded away', () => {
  const page = html({ kind: 'scan', result: scanned });
  expect(page).toContain('<summary>how it comes there</summary>');
  expect(textOf({ kind: 'scan', result: scanned })).toMatch(
    /src\/app\.ts:10 req\.ip comes from the request\s*src\/app\.ts:11 visitors\.set/,
  );
});

describe('what was allocated and stayed alive', () => {
  const page = html({ kind: 'check', result: sampled });
  const { elements, text } = parseHtml(page);
  const bars = elements.filter(({ attributes }) => attributes['data-x'] !== undefined);
  const barOf = (name: string) => bars.find(({ attributes }) => attributes['aria-label']!.startsWith(name))!.attributes;

  test('is a flame of calls, as wide as what each of them and those below it allocated', () => {
    expect(bars).toHaveLength(5);
    expect(barOf('all that stayed alive')).toMatchObject({ x: '0%', width: '100%', y: '0', class: 'engine' });
    expect(barOf('handle')).toMatchObject({ x: '0%', y: '24', class: 'one' });
    expect(barOf('newVisitor')).toMatchObject({ x: '0%', y: '48', class: 'one' });
    expect(barOf('set')).toMatchObject({ y: '48', class: 'many' });
    expect(barOf('newVisitor')['aria-label']).toBe('newVisitor (src/visitor.ts:3): 301 B per request, 73 %');
    expect(text).toContain('store set');
  });

  test('what one package does alone on the way is one bar', () => {
    const inRouter = (depth: number): AllocationCall => ({
      function: `step${depth}`,
      file: 'node_modules/router/index.js',
      line: depth + 1,
      bytesPerRequest: 400,
      children: depth < 9 ? [inRouter(depth + 1)] : [{ ...sampled.allocations!.children[0]!, bytesPerRequest: 399 }],
    });
    const allocations = { ...sampled.allocations!, children: [inRouter(0)] };
    const shown = parseHtml(html({ kind: 'check', result: { ...sampled, allocations } }));
    const labels = shown.elements.flatMap(({ attributes }) => attributes['aria-label'] ?? []);
    expect(labels).toContain('step0 and 9 more of its calls (node_modules/router/index.js:1): 400 B per request, 97 %');
    expect(labels.filter((label) => label.startsWith('step'))).toHaveLength(1);
    expect(shown.text).toContain('router step0 … 10 calls');
  });

  test('a handler without a name is called by its line', () => {
    const [handle] = sampled.allocations!.children;
    const allocations = { ...sampled.allocations!, children: [{ ...handle!, function: '(anonymous)' }] };
    expect(parseHtml(html({ kind: 'check', result: { ...sampled, allocations } })).text).toContain('app.ts:10');
  });

  test('runs the one script that the policy of the page names', () => {
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] !== undefined)!.attributes['content'];
    const [, script] = /<script>([\s\S]*?)<\/script>/.exec(page)!;
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script!).digest('base64')}'`);
    const hostile = html({ kind: 'check', result: withStrings(sampled, () => markupInEveryString) });
    expect(hostile.match(/<script/g)).toHaveLength(1);
    expect(elements.map(({ name }) => name)).not.toContain('link');
  });
});

test('the heap before each collection is drawn with what is left after it', () => {
  const text = textOf({ kind: 'check', result: stable });
  expect(text).toContain('heap before and after collection');
  expect(text).toMatch(/Each collection frees 4\.77 MiB to 5\.5\d MiB/);
  const series = stable.trial.series.map((sample) => ({ ...sample, heapUsedBeforeGcBytes: undefined }));
  const untold = { ...stable, trial: { ...stable.trial, series } };
  expect(textOf({ kind: 'check', result: untold })).not.toContain('before and after collection');
});

test('each step of the way to a leak says whose it is', () => {
  const text = textOf({ kind: 'check', result: { ...leaking, leaks: [templateLeak] } });
  expect(text).toMatch(
    /src\/mail\.ts own code └─ mailer: EventEmitter └─ \.writer: Writer Node └─ \.cache: Object ← suspect mustache@3\.2\.1/,
  );
});

test('growth that is no leak says why beside its slope', () => {
  const reason = 'it grew until full and then came to rest';
  const signals = stable.signals.map((signal) => ({ ...signal, slopePerRequest: 138, reason }));
  expect(textOf({ kind: 'check', result: { ...stable, signals } })).toContain(
    `measured: stable, 138 B per request (95 %: −1 to 2 B): ${reason}`,
  );
});

test('a bound that no number can say is infinite', () => {
  const signals = stable.signals.map((signal) => ({
    ...signal,
    interval: [-Number.MAX_SAFE_INTEGER, 2] as [number, number],
  }));
  expect(textOf({ kind: 'check', result: { ...stable, signals } })).toContain('(95 %: −∞ to 2 B)');
});

describe('a healing', () => {
  const report: Report = { kind: 'heal', result: healedResult };
  const text = textOf(report);

  test('says how it ended before anything else', () => {
    expect(text).toMatch(/^Watertight heal node dist\/server\.js 1 of 2 leaks healed, and something still leaks/);
  });

  test('draws before and after in one chart, and the collections of the first trial in another', () => {
    const { elements } = parseHtml(html(report));
    const charts = elements.filter(({ attributes }) => attributes['class'] === 'chart');
    const lines = elements.filter(
      ({ name, attributes }) => name === 'polyline' && attributes['points']!.split(' ').length > 2,
    );
    expect(charts).toHaveLength(3);
    expect(lines).toHaveLength(4);
    expect(text).toContain('before: leaking, 412 B per request (95 %: 409 to 416 B)');
    expect(text).toContain('after: stable, 0.2 B per request (95 %: −1 to 2 B)');
  });

  test('shows the rewrite in two colours and the proof with both intervals', () => {
    const page = html(report);
    expect(page).toContain('<del>-const visitors = new Map&lt;string, Visitor&gt;();');
    expect(page).toContain('<ins>+const visitors = new LRUCache');
    expect(text).toContain('409 to 416 B');
    expect(text).toContain('−1 to 2 B');
    expect(text).toContain('503 compared, all agree');
  });

  test('says what to confirm, what it needs, and why it was accepted or remains', () => {
    expect(text).toContain('1,000 entries are enough for visitors');
    expect(text).toContain('lru-cache@11.2.2');
    expect(text).toContain('accepted: flat under the same load, and the responses agree');
    expect(text).toContain('no finding matches its line');
    expect(text).toContain('the source is untouched; pass --write');
  });

  test('says which responses differ', () => {
    const responses = {
      compared: 5,
      different: 1,
      examples: ['GET /visit with n = 3: status 200 → 500'],
      volatile: [],
    };
    const [healed] = healedResult.healed;
    const result = { ...healedResult, healed: [{ ...healed!, accepted: false, why: 'one\ntwo', responses }] };
    expect(textOf({ kind: 'heal', result })).toContain('GET /visit with n = 3: status 200 → 500');
    expect(html({ kind: 'heal', result })).toContain('not accepted</strong>: one<br>two');
  });
});

test('the lines of a diff stay the lines of the diff', () => {
  const page = html({ kind: 'fix', result: fixPlan });
  const [, block] = /<pre class="diff"[^>]*><code>([\s\S]*?)<\/code>/.exec(page)!;
  expect(parseHtml(block!).text).toBe(patch);
});

function textOf(report: Report): string {
  const { text } = parseHtml(html(report));
  const [, title] = /<title>([^<]*)<\/title>\n/.exec(html(report))!;
  return text
    .slice(text.indexOf(title!) + title!.length)
    .replace(/[ \n]+/g, ' ')
    .trim();
}
