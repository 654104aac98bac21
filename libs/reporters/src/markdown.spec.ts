import { markdown } from './markdown.ts';
import type { Report } from './report.ts';
import { fixPlan, healedResult, leaking, scanned, visitorsLeak } from './testing/drawn-results.ts';

test('a trial has a section for each leak and a table of signals', () => {
  expect(markdown({ kind: 'check', result: leaking })).toMatchInlineSnapshot(`
    "<!-- watertight:check:865aaf9c51c57ef2 -->

    # Watertight: leaking

    the heap grows by 412 B per request

    ## unbounded-cache

    - **how much**: 412 B per request (95 %: 409 to 416 B), 3 objects
    - **what**: Visitor objects pile up in Map visitors (src/app.ts:9)
    - **where**: \`src/app.ts:11:14 in handle (98 % of the insertions)\`
    - **allocated**: about 301 B per request at src/visitor.ts:4:10 in newVisitor, about 104 B per request in handle (src/app.ts:10), about 7 B per request at src/app.ts:30:3 in log
    - **do**: bound visitors: an LRU cache with a cap, or delete each entry when its work is done or its time over

    \`\`\`
    src/app.ts  (own code)
    └─ visitors: Map
       ~~~~~~~~
       └─ [17]: Visitor
    \`\`\`

    ## Trial

    9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3; smallest leak it could see: 9 B per request

    | signal | verdict | growth | reason |
    | --- | --- | --- | --- |
    | heap after GC | leaking | 412 B per request (95 %: 409 to 416 B) |  |
    | open descriptors | stable | 0 descriptors per request (95 %: 0 to 0) |  |
    "
  `);
});

test('findings are a table', () => {
  expect(markdown({ kind: 'scan', result: scanned })).toMatchInlineSnapshot(`
    "<!-- watertight:scan -->

    # Watertight: 3 findings

    | place | rule | confidence | fix | message |
    | --- | --- | --- | --- | --- |
    | \`src/app.ts:11:14\` | unbounded-cache | high | suggested | visitors gains an entry per address; bound it |
    | \`src/files.ts:8:22\` | unclosed-file | high | automatic | descriptor is opened per request and never closed; close it in a finally block |
    | \`src/app.ts:30:3\` | unbounded-cache | low | manual | seen may grow; bound it |

    **Not analysed**

    - \`src/broken.ts\`: ';' expected at line 3

    12 files in 840 ms
    "
  `);
});

test('fixes are a diff, then what is needed, assumed and left', () => {
  expect(markdown({ kind: 'fix', result: fixPlan })).toMatchInlineSnapshot(`
    "<!-- watertight:fix -->

    # Watertight: 1 finding can be fixed, 1 left

    \`\`\`diff
    --- a/src/app.ts
    +++ b/src/app.ts
    @@ -9,3 +9,3 @@
    -const visitors = new Map<string, Visitor>();
    +const visitors = new LRUCache<string, Visitor>({ max: 1000 });
     
     export function handle(req: Request, res: Response) {
    \`\`\`

    **Needs**

    - \`lru-cache@11.2.2\`

    **Please confirm**

    - 1,000 entries are enough for visitors

    **Left**

    - \`src/files.ts:8:22\` unclosed-file: the descriptor is stored in a field
    "
  `);
});

test('a healing puts the proof below the leak', () => {
  expect(markdown({ kind: 'heal', result: healedResult })).toMatchInlineSnapshot(`
    "<!-- watertight:heal:865aaf9c51c57ef2 -->

    # Watertight: 1 of 2 leaks healed, and something still leaks

    ## unbounded-cache

    - **how much**: 412 B per request, 3 objects
    - **what**: Visitor objects pile up in Map visitors (src/app.ts:9)
    - **where**: \`src/app.ts:11:14 in handle (98 % of the insertions)\`
    - **allocated**: about 301 B per request at src/visitor.ts:4:10 in newVisitor, about 104 B per request in handle (src/app.ts:10), about 7 B per request at src/app.ts:30:3 in log
    - **do**: bound visitors: an LRU cache with a cap, or delete each entry when its work is done or its time over

    \`\`\`
    src/app.ts  (own code)
    └─ visitors: Map
       ~~~~~~~~
       └─ [17]: Visitor
    \`\`\`

    ### Accepted: flat under the same load, and the responses agree

    Rule \`unbounded-cache\` in \`src/app.ts\`

    \`\`\`diff
    --- a/src/app.ts
    +++ b/src/app.ts
    @@ -9,3 +9,3 @@
    -const visitors = new Map<string, Visitor>();
    +const visitors = new LRUCache<string, Visitor>({ max: 1000 });
     
     export function handle(req: Request, res: Response) {
    \`\`\`

    |  | verdict | growth |
    | --- | --- | --- |
    | before | leaking | 412 B per request (95 %: 409 to 416 B) |
    | after | stable | 0.2 B per request (95 %: −1 to 2 B) |

    Responses: 503 compared, all agree (left out, as they always differ: header date)

    **Needs**

    - \`lru-cache@11.2.2\`

    **Please confirm**

    - 1,000 entries are enough for visitors

    ## Remains: leaky-dependency

    - **how much**: 1.8 KiB per request, 12 objects
    - **what**: arrays pile up in Object defaultWriter.cache, package mustache 3.2.1
    - **where**: \`node_modules/mustache/mustache.js:447:20 in parse\`, \`called from src/mail.ts:20:3 in greet\`
    - **do**: update or replace mustache 3.2.1, or do not share the object that holds defaultWriter.cache

    \`\`\`
    src/mail.ts  (own code)
    └─ mailer: EventEmitter
       └─ .writer: Writer  (Node)
          └─ .cache: Object  (mustache@3.2.1)
              ~~~~~
             └─ […]: Array
    \`\`\`

    Why: no finding matches its line

    ## Trial

    9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3; smallest leak it could see: 9 B per request

    The source is untouched.
    "
  `);
});

test('the names of a target are no markup', () => {
  const leak = {
    ...visitorsLeak,
    constructor: '<img src=x>',
    sink: { kind: 'Map', name: '[a](b)|_c_' },
    retainingPath: ['``` ends the block'],
    retainingPathOrigins: [],
  };
  const text = markdown({ kind: 'check', result: { ...leaking, leaks: [leak] } });
  expect(text).toContain('\\<img src=x\\> objects pile up in Map \\[a\\](b)\\|\\_c\\_');
  expect(text).toContain('````\n``` ends the block\n````');
});

describe('a comment that updates itself', () => {
  const markerOf = (report: Report) => markdown(report).split('\n')[0];

  test('begins with a marker that nobody sees, the same for each run of one command', () => {
    expect(markerOf({ kind: 'scan', result: scanned })).toBe('<!-- watertight:scan -->');
    const later = { ...leaking, trial: { ...leaking.trial, durationMs: 1, rounds: 9 } };
    expect(markerOf({ kind: 'check', result: later })).toBe(markerOf({ kind: 'check', result: leaking }));
  });

  test('tells two servers of one repository apart', () => {
    const other = { ...leaking, trial: { ...leaking.trial, command: 'node dist/admin.js' } };
    expect(markerOf({ kind: 'check', result: other })).not.toBe(markerOf({ kind: 'check', result: leaking }));
  });

  test('holds no text of the target, which could end it', () => {
    const hostile = { ...leaking, trial: { ...leaking.trial, command: '--> <script>', routes: ['-->'] } };
    expect(markerOf({ kind: 'check', result: hostile })).toMatch(/^<!-- watertight:check:[0-9a-f]{16} -->$/);
  });

  test('never outgrows what GitHub takes, and says that more was found', () => {
    const leaks = Array.from({ length: 300 }, () => visitorsLeak);
    const text = markdown({ kind: 'check', result: { ...leaking, leaks } });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('# Watertight: leaking');
    expect(text).toContain('More was found');
    expect(markdown({ kind: 'check', result: leaking })).not.toContain('More was found');
  });

  test('lists the first of very many findings and says how many there are more', () => {
    const findings = Array.from({ length: 400 }, (_, line) => ({ ...scanned.findings[0]!, line: line + 1 }));
    const text = markdown({ kind: 'scan', result: { ...scanned, findings } });
    expect(text).toContain('# Watertight: 400 findings');
    expect(text).toContain('and 250 more findings');
    expect(text.length).toBeLessThan(65_536);
  });
});
