import type { Evidence } from '@watertight/evidence';
import { github } from './github.ts';
import { html } from './html.ts';
import { human } from './human.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Report } from './report.ts';
import { leaking, templateLeak, visitorsLeak } from './testing/drawn-results.ts';

const known: Evidence = {
  ...leaking,
  leaks: [{ ...visitorsLeak, change: 'known' }],
  baseline: { verdict: 'no-worse', reason: '1 leak is known from the baseline', gone: [templateLeak] },
};
const anew: Evidence = {
  ...leaking,
  leaks: [
    { ...visitorsLeak, change: 'new' },
    { ...templateLeak, change: 'known' },
  ],
  baseline: { verdict: 'worse', reason: 'against the baseline, 1 leak is new', gone: [] },
};
const reportOf = (result: Evidence): Report => ({ kind: 'check', result });

describe('a comparison with a baseline', () => {
  test('tells people what is new in full, and of what is known only what it is', () => {
    const text = human(reportOf(anew));
    expect(text).toMatch(/^leaking: the heap grows by 412 B per request; against the baseline, 1 leak is\nnew\n/);
    expect(text).toMatch(/\n\nnew: unbounded-cache [^]*where +src\/app\.ts:11/);
    expect(text).toMatch(/\n\nknown: leaky-dependency /);
    expect(text).not.toContain('src/mail.ts:20');
    expect(human(reportOf(known))).toContain('gone       arrays pile up in Object defaultWriter.cache');
  });

  test('makes what is known a notice, not an error', () => {
    expect(github(reportOf(known))).toMatch(/^::notice file=src\/app\.ts/);
    expect(github(reportOf(anew))).toMatch(/^::error .*visitors[^]*\n::notice .*mail\.ts/);
    expect(junit(reportOf(known))).toContain('failures="0" errors="0" skipped="1"');
    expect(junit(reportOf({ ...known, leaks: [] }))).toContain('failures="0"');
  });

  test('is the title of a comment', () => {
    expect(markdown(reportOf(known))).toContain('# Watertight: leaking, no worse\n');
    expect(markdown(reportOf(known))).toContain('**Gone since the baseline**');
    expect(markdown(reportOf(anew))).toContain('## new: unbounded-cache');
    expect(html(reportOf(anew))).toContain('against the baseline, 1 leak is new');
  });
});
