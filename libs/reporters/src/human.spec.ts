import type { Evidence, Leak } from '@watertight/evidence';
import { human } from './human.ts';
import type { HeapReport, Report } from './report.ts';
import { dominated, growing, retained } from './testing/drawn-heap-results.ts';
import {
  fixPlan,
  healedResult,
  inconclusive,
  leaking,
  leakingDescriptors,
  scanned,
  stable,
  templateLeak,
  visitorsLeak,
} from './testing/drawn-results.ts';

describe('a trial for people', () => {
  test('says how much leaks, what, where, who holds it and what to do', () => {
    expect(human({ kind: 'check', result: leaking })).toMatchInlineSnapshot(`
      "leaking: the heap grows by 412 B per request

      unbounded-cache  412 B per request (95 %: 409 to 416 B), 3 objects
        what       Visitor objects pile up in Map visitors (src/app.ts:9)
        where      src/app.ts:11:14 in handle (98 % of the insertions)
        held by    src/app.ts  (own code)
                   └─ visitors: Map
                      ~~~~~~~~
                      └─ [17]: Visitor
        allocated  about 301 B per request at src/visitor.ts:4:10 in newVisitor
                   about 104 B per request in handle (src/app.ts:10)
        do         bound visitors: an LRU cache with a cap, or delete each entry when
                   its work is done or its time over

        next       the same with \`heal --unsafe\` for \`check\` rewrites a copy and
                   proves it by the same load

        trial      9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look
                   closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3;
                   smallest leak it could see: 9 B per request
      "
    `);
  });

  test('names the package and the caller where the line lies in a dependency', () => {
    expect(human({ kind: 'check', result: { ...leaking, leaks: [templateLeak] } })).toMatchInlineSnapshot(`
      "leaking: the heap grows by 412 B per request

      leaky-dependency  1.8 KiB per request (95 %: 409 to 416 B), 12 objects
        what       arrays pile up in Object defaultWriter.cache, package mustache
                   3.2.1
        where      node_modules/mustache/mustache.js:447:20 in parse
                   called from src/mail.ts:20:3 in greet
        held by    src/mail.ts  (own code)
                   └─ mailer: EventEmitter
                      └─ .writer: Writer  (Node)
                         └─ .cache: Object  (mustache@3.2.1)
                             ~~~~~
                            └─ […]: Array
        do         update or replace mustache 3.2.1, or do not share the object that
                   holds defaultWriter.cache

        next       the same with \`heal --unsafe\` for \`check\` rewrites a copy and
                   proves it by the same load

        trial      9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look
                   closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3;
                   smallest leak it could see: 9 B per request
      "
    `);
  });

  test('tells all it knows when asked: every signal and what it could have seen, routes, sites, the whole path', () => {
    const path = Array.from({ length: 20 }, (_, depth) => `.step${depth}: Node`);
    const leak = { ...visitorsLeak, retainingPath: path, retainingPathOrigins: [] };
    const report: Report = { kind: 'check', result: { ...leaking, leaks: [leak] } };
    const style = { color: false, width: 100 };
    const short = human(report, style);
    const verbose = human(report, { ...style, isVerbose: true });
    expect(short).toContain('… 10 more …');
    for (const told of [
      '.step9: Node',
      'about 7 B per request at src/app.ts:30:3 in log',
      'by         GET /visit',
      'signature  0123456789abcdef',
      'signal     leaking heap after GC 412 B per request (95 %: 409 to 416 B), sees from 9 B',
      'signal     stable open descriptors 0 descriptors per request (95 %: 0 to 0), sees',
    ]) {
      expect(verbose).toContain(told);
      expect(short).not.toContain(told);
    }
  });

  test('says nothing of allocation where it is the line of the insertion that allocates', () => {
    const site = { file: 'src/app.ts', line: 11, column: 3, precision: 'line' as const, bytesPerRequest: 400 };
    const leaks = [{ ...visitorsLeak, allocationSites: [site] }];
    expect(human({ kind: 'check', result: { ...leaking, leaks } })).not.toContain('allocated');
  });

  test('says why nothing takes it out where the source shows it, and what to do by that', () => {
    const joined = (fix: 'suggested' | 'manual') => {
      const finding = {
        ...scanned.findings[0]!,
        fix,
        message: 'visitors keeps an entry for every ip when its time is over; sweep it',
      };
      return human({ kind: 'check', result: { ...leaking, leaks: [{ ...visitorsLeak, finding }] } });
    };
    expect(joined('suggested')).toContain('  why        visitors keeps an entry for every ip when its time is over\n');
    expect(joined('suggested')).toContain('  do         sweep it\n');
    expect(joined('suggested')).toContain('heal --unsafe');
    expect(joined('manual')).not.toContain('heal --unsafe');
  });

  test('the headline of a leak fits 80 columns', () => {
    const lines = human({ kind: 'check', result: { ...leaking, leaks: [templateLeak] } }).split('\n');
    expect(lines.find((line) => line.startsWith('leaky-dependency'))!.length).toBeLessThanOrEqual(80);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  test('cuts a name of the heap that is as long as a text', () => {
    const leak = { ...visitorsLeak, retainingPath: ['visitors: Map', `.${'x'.repeat(5000)}: Visitor`] };
    const text = human({ kind: 'check', result: { ...leaking, leaks: [leak] } });
    expect(text).toMatch(/└─ \.x{47}…x{14}: Visitor\n/);
  });

  test('is short when nothing leaks', () => {
    expect(human({ kind: 'check', result: stable })).toMatchInlineSnapshot(`
      "stable: nothing grows with the requests

        trial      9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look
                   closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3;
                   smallest leak it could see: 9 B per request
      "
    `);
  });

  test('lets each signal speak when the verdict is open', () => {
    expect(human({ kind: 'check', result: inconclusive })).toMatchInlineSnapshot(`
      "inconclusive: the heap is too noisy to tell

        signal     inconclusive heap after GC 40 B per request (95 %: −15 to 130 B):
                   the interval spans zero and the bound

        trial      9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look
                   closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3;
                   smallest leak it could see: 200 B per request
      "
    `);
  });

  test('lets each signal speak when there is a leak but nothing to blame', () => {
    const text = human({ kind: 'check', result: { ...leaking, leaks: [] } });
    expect(text).toContain('leaking heap after GC 412 B per request (95 %: 409 to 416 B)');
  });

  test('says of each of several leaks that its part is an estimate: they were measured together', () => {
    const together = { retainedBytesPerRequest: 220, measuredTogetherBytesPerRequest: 316 };
    const leaks = [
      { ...visitorsLeak, ...together },
      { ...templateLeak, ...together, retainedBytesPerRequest: 96 },
    ];
    const text = human({ kind: 'check', result: { ...leaking, leaks } }, { color: false, width: 100 });
    expect(text).toContain('unbounded-cache  about 220 B of the 316 B per request measured together, 3 objects\n');
    expect(text).toContain('leaky-dependency  about 96 B of the 316 B per request measured together, 12 objects');
  });

  test.each([
    ["config.on('change')", "listeners of 'change' pile up on config (src/config.ts:3)"],
    ['config.addEventListener(…)', 'listeners pile up on config (src/config.ts:3)'],
    ['config.on(…)', 'listeners of ever new events pile up on config (src/config.ts:3)'],
  ])('says on which emitter the listeners %s pile up', (name, what) => {
    const sink = { kind: 'Array', name, file: 'src/config.ts', line: 3 };
    const text = human({ kind: 'check', result: { ...leaking, leaks: [{ ...visitorsLeak, cause: null, sink }] } });
    expect(text).toContain(what);
    expect(text).toContain('\nlistener leak  412 B');
  });

  test('says of requests that do not grow in number that they are kept', () => {
    const leak = { ...visitorsLeak, signal: 'watched-objects' as const, constructor: 'IncomingMessage' };
    const text = human({ kind: 'check', result: { ...leaking, leaks: [leak] } });
    expect(text).toContain('IncomingMessage objects are kept in Map visitors');
  });

  test('calls timers that nobody clears by their name', () => {
    const sink = { kind: 'TimersList', name: 'timers' };
    const text = human({ kind: 'check', result: { ...leaking, leaks: [{ ...visitorsLeak, cause: null, sink }] } });
    expect(text).toContain('timers that nobody clears pile up');
    expect(text).toContain('\ntimer leak  412 B');
  });

  test('counts descriptors where they leak', () => {
    expect(human({ kind: 'check', result: leakingDescriptors })).toMatchInlineSnapshot(`
      "leaking: each request leaves 1 descriptor open

      unclosed-file  1 descriptor per request (95 %: 1 to 1)
        what       open descriptors pile up
        where      src/files.ts:8:22 in download
        do         close the file on every path, in a \`finally\` or with \`pipeline\`

        next       the same with \`heal --unsafe\` for \`check\` rewrites a copy and
                   proves it by the same load

        trial      9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look
                   closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3;
                   smallest leak it could see: 0.01 descriptors per request
      "
    `);
  });

  test('names descriptors by what is open', () => {
    const [leak] = leakingDescriptors.leaks;
    const textOf = (name: string) =>
      human({
        kind: 'check',
        result: {
          ...leakingDescriptors,
          leaks: [{ ...leak!, objectsPerRequest: 0.998, sink: { kind: 'descriptor', name } }],
        },
      });
    expect(textOf('file')).toContain('unclosed-file  1 descriptor per request (95 %: 1 to 1)\n');
    expect(textOf('file')).toContain('what       open files pile up\n');
    expect(textOf('tcpwrap')).toContain('what       open descriptors (tcpwrap) pile up\n');
  });

  test('says one object in the singular, also where it is nearly one', () => {
    const result = { ...leaking, leaks: [{ ...visitorsLeak, objectsPerRequest: 0.998 }] };
    expect(human({ kind: 'check', result })).toContain(', 1 object\n');
  });

  test('gives no interval to one of several leaks in the same memory', () => {
    const text = human({ kind: 'check', result: { ...leaking, leaks: [visitorsLeak, templateLeak] } });
    expect(text).toContain('412 B per request, 3 objects\n');
  });

  test('says that a line is not known', () => {
    const result = { ...leaking, leaks: [{ ...visitorsLeak, insertion: null }] };
    expect(human({ kind: 'check', result })).toContain('where      the line is not known');
  });

  test('colours the verdict and the suspect only on request', () => {
    const result = { kind: 'check', result: leaking } as const;
    expect(human(result, { color: false, width: 80 })).not.toContain('\u001b');
    const colored = human(result, { color: true, width: 80 });
    expect(colored).toContain('\u001b[1m\u001b[31mleaking\u001b[39m\u001b[22m');
    expect(colored).toContain('\u001b[31m~~~~~~~~\u001b[39m');
  });

  test('reads the same in colour as without', () => {
    const report = { kind: 'heal', result: healedResult } as const;

    const plain = human(report, { color: true, width: 60 }).replace(/\u001b\[\d+m/g, '');
    expect(plain).toBe(human(report, { color: false, width: 60 }));
  });

  test('keeps prose within the width', () => {
    const lines = human({ kind: 'check', result: leaking }, { color: false, width: 60 }).split('\n');
    expect(lines.filter((line) => line.startsWith(' ')).every((line) => line.length <= 60)).toBe(true);
  });

  test('does not let the names of a target move the cursor', () => {
    const hostile: Leak = {
      ...visitorsLeak,
      constructor: '\u001b[2JVisitor',
      sink: { kind: 'Map', name: 'visitors\u001b[1A' },
      retainingPath: ['\u001b]0;title\u0007'],
      insertion: { file: 'a\rb.ts', line: 1, share: 1 },
    };
    expect(human({ kind: 'check', result: { ...leaking, reason: '\u001b[31m', leaks: [hostile] } })).not.toMatch(
      /[\u001b\r\u0007]/,
    );
  });
});

describe('a scan for people', () => {
  test('lists findings by file and sums them up', () => {
    expect(human({ kind: 'scan', result: scanned })).toMatchInlineSnapshot(`
      "src/app.ts
        11:14  unbounded-cache, high confidence, fix suggested
               visitors gains an entry per address; bound it
        30:3   unbounded-cache, low confidence, fix manual
               seen may grow; bound it

      src/files.ts
        8:22  unclosed-file, high confidence, fix automatic
              descriptor is opened per request and never closed; close it in a finally
              block

      not analysed: src/broken.ts (';' expected at line 3)

      3 findings in 2 files (2 high, 1 low); 12 files in 840 ms
      to fix: 1 by \`watertight fix\`, 1 by \`watertight fix --unsafe\`, 1 by hand
      "
    `);
  });

  test('says that there is nothing', () => {
    const nothing = { ...scanned, findings: [], notAnalysed: [] };
    expect(human({ kind: 'scan', result: nothing })).toBe('no findings; 12 files in 840 ms\n');
  });
});

describe('fixes for people', () => {
  test('are a diff, what is needed and assumed, and what is left', () => {
    expect(human({ kind: 'fix', result: fixPlan })).toMatchInlineSnapshot(`
      "--- a/src/app.ts
      +++ b/src/app.ts
      @@ -9,3 +9,3 @@
      -const visitors = new Map<string, Visitor>();
      +const visitors = new LRUCache<string, Visitor>({ max: 1000 });
       
       export function handle(req: Request, res: Response) {

        needs      lru-cache 11.2.2 in package.json
        confirm    1,000 entries are enough for visitors

      src/files.ts
        8:22  unclosed-file, high confidence, fix automatic
              left: the descriptor is stored in a field

      1 finding in 1 file can be fixed; 1 left; nothing is written: pass --write to
      apply the diff
      "
    `);
  });

  test('say when the diff was written', () => {
    const written = human({ kind: 'fix', result: { ...fixPlan, written: true } });
    expect(written).toContain('fixed 1 finding in 1 file; 1 left\n');
  });

  test('say when there is nothing to fix', () => {
    const nothing = { ...fixPlan, diff: '', fixed: [], left: [], dependencies: [], assumptions: [] };
    expect(human({ kind: 'fix', result: nothing })).toBe('nothing to fix\n');
  });
});

test('findings that no rewrite mends are counted', () => {
  const left = [{ finding: fixPlan.fixed[0]!, why: 'a person must look at it' }];
  const text = human({ kind: 'fix', result: { ...fixPlan, diff: '', fixed: [], left } });
  expect(text).toContain('nothing can be fixed automatically; 1 finding left\n');
});

describe('a healing for people', () => {
  test('shows leak, rewrite and proof, and what remains', () => {
    expect(human({ kind: 'heal', result: healedResult })).toMatchInlineSnapshot(`
      "1 of 2 leaks healed, and something still leaks

      unbounded-cache  412 B per request, 3 objects
        what       Visitor objects pile up in Map visitors (src/app.ts:9)
        where      src/app.ts:11:14 in handle (98 % of the insertions)
        held by    src/app.ts  (own code)
                   └─ visitors: Map
                      ~~~~~~~~
                      └─ [17]: Visitor
        allocated  about 301 B per request at src/visitor.ts:4:10 in newVisitor
                   about 104 B per request in handle (src/app.ts:10)
        do         bound visitors: an LRU cache with a cap, or delete each entry when
                   its work is done or its time over
        rule       unbounded-cache in src/app.ts
          --- a/src/app.ts
          +++ b/src/app.ts
          @@ -9,3 +9,3 @@
          -const visitors = new Map<string, Visitor>();
          +const visitors = new LRUCache<string, Visitor>({ max: 1000 });
           
           export function handle(req: Request, res: Response) {
        before     leaking 412 B per request (95 %: 409 to 416 B)
        after      stable 0.2 B per request (95 %: −1 to 2 B)
        responses  503 compared, all agree (left out, as they always differ: header
                   date)
        needs      lru-cache 11.2.2
        confirm    1,000 entries are enough for visitors
        result     accepted: flat under the same load, and the responses agree

      remains: leaky-dependency  1.8 KiB per request, 12 objects
        what       arrays pile up in Object defaultWriter.cache, package mustache
                   3.2.1
        where      node_modules/mustache/mustache.js:447:20 in parse
                   called from src/mail.ts:20:3 in greet
        held by    src/mail.ts  (own code)
                   └─ mailer: EventEmitter
                      └─ .writer: Writer  (Node)
                         └─ .cache: Object  (mustache@3.2.1)
                             ~~~~~
                            └─ […]: Array
        do         update or replace mustache 3.2.1, or do not share the object that
                   holds defaultWriter.cache
        why        no finding matches its line

        trial      9,531 requests (1,000 to warm up, 4 rounds of 503, 6,519 to look
                   closer) in 12.3 s; all answered 200; GET /visit; Node 22.23.3;
                   smallest leak it could see: 9 B per request
        source     untouched; pass --write to apply the accepted patches
      "
    `);
  });

  test('says that nothing leaks any more', () => {
    const healed = { ...healedResult, remaining: [], after: stable, written: true };
    const text = human({ kind: 'heal', result: healed });
    expect(text).toContain('1 of 1 leak healed: nothing leaks any more\n');
    expect(text).toContain('the accepted patches are written');
  });

  test('says why nothing was healed', () => {
    const healing = (before: Evidence) =>
      human({ kind: 'heal', result: { ...healedResult, healed: [], remaining: [], before, after: null } });
    expect(healing(stable)).toMatch(/^nothing to heal: nothing grows with the requests\n/);
    expect(healing(inconclusive)).toMatch(/^nothing healed, as the trial is inconclusive: the heap is too noisy/);
    expect(healing({ ...leaking, leaks: [] })).toMatch(/^nothing healed, as no leaking object was found: /);
  });

  test('counts a single differing response in the singular', () => {
    const [first] = healedResult.healed;
    const responses = { compared: 30, different: 1, examples: [], volatile: [] };
    const text = human({ kind: 'heal', result: { ...healedResult, healed: [{ ...first!, responses }] } });
    expect(text).toContain('responses  30 compared, 1 differs\n');
  });

  test('shows how the responses differ where a rewrite was not accepted', () => {
    const [first] = healedResult.healed;
    const refused = {
      ...first!,
      accepted: false,
      why: 'the responses differ',
      responses: { compared: 503, different: 2, examples: ['GET /visit?n=7: body 12 became 13'], volatile: [] },
    };
    const text = human({ kind: 'heal', result: { ...healedResult, healed: [refused] } });
    expect(text).toContain('responses  503 compared, 2 differ\n             GET /visit?n=7: body 12 became 13\n');
    expect(text).toContain('result     not accepted: the responses differ\n');
    expect(text).not.toContain('pass --write');
  });
});

test('no line that could break at a space is wider than the terminal, colours taking no room', () => {
  const leaks = [visitorsLeak, templateLeak];
  const reports: (Report | HeapReport)[] = [
    { kind: 'check', result: { ...leaking, leaks } },
    { kind: 'check', result: inconclusive },
    { kind: 'heal', result: { ...healedResult, healed: [] } },
    { kind: 'scan', result: scanned },
    { kind: 'heap-growth', result: { ...growing, classes: [] } },
    { kind: 'heap-retainers', result: retained },
    { kind: 'heap-dominators', result: dominated },
  ];
  for (const report of reports) {
    const lines = human(report, { color: true, width: 60 })
      .replace(/\u001b\[\d+m/g, '')
      .split('\n');
    const wide = lines.filter((line) => line.length > 60 && line.trim().includes(' ') && !line.includes('─'));
    expect(wide).toEqual([]);
  }
});
