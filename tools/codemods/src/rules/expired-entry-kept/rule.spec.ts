import { findingsOf, fixedBy } from '../../testing/rule-cases.ts';

const http = `import http from 'node:http';\n\n`;
const serve = (body: string) => `http.createServer((req, res) => {\n${body}\n  res.end();\n});\n`;
const counts = serve(`  const now = Date.now();
  const bucket = buckets.get(req.url);
  if (!bucket || now > bucket.resetAt) buckets.set(req.url, { count: 1, resetAt: now + 1000 });
  else if (++bucket.count > 10) res.statusCode = 429;`);
const buckets = `const buckets = new Map();\n`;
const sweep = (condition: string, map = 'buckets') => `setInterval(() => {
  for (const [key, entry] of ${map}) if (${condition}) ${map}.delete(key);
}, 60_000).unref();
`;
const fixed = (text: string) => fixedBy('unbounded-cache', text, 'app.js');
const finding = (text: string) => findingsOf('unbounded-cache', { 'app.js': text })[0];

describe('entries that count until their time is over', () => {
  test('are swept when it is, and not pushed out by others', () => {
    expect(fixed(http + buckets + counts)).toBe(http + buckets + sweep('Date.now() > entry.resetAt') + counts);
    expect(finding(http + buckets + counts)).toMatchObject({
      fix: 'suggested',
      message: expect.stringMatching(/keeps it when its time is over; sweep the entries that expired$/),
    });
  });

  test('the sweep asks the opposite of what says that an entry still counts', () => {
    const body = serve(`  const last = seen.get(req.url);
  if (last !== undefined && last > Date.now() - span) res.statusCode = 429;
  seen.set(req.url, Date.now());`);
    const declared = `const span = 5000;\nconst seen = new Map();\n`;
    expect(fixed(http + declared + body)).toBe(http + declared + sweep('entry <= Date.now() - span', 'seen') + body);
  });

  test('a comment stays with what it speaks of', () => {
    const declared = 'const buckets = new Map(); // by url\n';
    expect(fixed(http + declared + counts)).toContain(declared + sweep('Date.now() > entry.resetAt'));
  });

  test('a list of times goes when all of them are over', () => {
    const body = serve(`  const now = Date.now();
  const recent = (hits.get(req.url) ?? []).filter((at) => now - at < 60000);
  recent.push(now);
  hits.set(req.url, recent);
  if (recent.length > 10) res.statusCode = 429;`);
    const declared = `const hits = new Map();\n`;
    expect(fixed(http + declared + body)).toBe(
      http + declared + sweep('entry.every((time) => Date.now() - time >= 60000)', 'hits') + body,
    );
  });

  test('an entry goes when all that it waits for is over', () => {
    const body = serve(`  const now = performance.now();
  const entry = tries.get(req.url) ?? { count: 0, since: now, blockedUntil: 0 };
  if (entry.blockedUntil > now) res.statusCode = 429;
  if (now - entry.since > 1000) entry.count = 0;
  entry.count += 1;
  tries.set(req.url, entry);`);
    const declared = `const tries = new Map();\n`;
    expect(fixed(http + declared + body)).toContain(
      sweep('entry.blockedUntil <= performance.now() && performance.now() - entry.since > 1000', 'tries'),
    );
  });

  test.each([
    [
      'a dictionary',
      http +
        `const buckets = {};\n` +
        counts
          .replace('buckets.get(req.url)', 'buckets[req.url]')
          .replace(/buckets\.set\(req\.url, (.*?)\);/, 'buckets[req.url] = $1;'),
    ],
    [
      'a field',
      http +
        `class Limiter {\n  buckets = new Map();\n  hit(key, now) {\n    const bucket = this.buckets.get(key);\n    if (!bucket || Date.now() > bucket.resetAt) this.buckets.set(key, { count: 1, resetAt: now });\n    else bucket.count++;\n  }\n}\nconst limiter = new Limiter();\n` +
        serve('  limiter.hit(req.url, Date.now());'),
    ],
    [
      'a span that only the handler knows',
      http + buckets + counts.replace('now > bucket.resetAt', 'now - bucket.resetAt > Number(req.headers.span)'),
    ],
    ['the time that is left', http + buckets + counts.replace('now > bucket.resetAt', 'bucket.resetAt - now < 0')],
  ])('%s is left to its author, with advice', (_case, text) => {
    expect(finding(text)?.fix).toBe('manual');
    expect(fixed(text)).toBe(text);
  });

  test('a cache of answers that grow old is bounded, for it can ask again', () => {
    const body = serve(`  const known = answers.get(req.url);
  if (!known || Date.now() - known.at > 1000) answers.set(req.url, { at: Date.now(), answer: ask(req.url) });`);
    expect(fixed(`${http}const answers = new Map();\n${body}`)).toContain('new LRUCache({ max: 1000 })');
  });
});
