import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '@watertight/evidence';
import { forms, insertionLine, programOf } from './forms/forms.ts';
import { runWatertight } from './watertight.ts';

// Near another form, or the mechanism of a cause that the catalog proves: only `npm run proofs:all` has them.
const shownElsewhere = new Set([
  'a module Map',
  'an array',
  'an array by index',
  'a bare dictionary',
  'a private field of a middleware',
  'listeners on a shared emitter',
  'the last request in a field',
  'a descriptor',
  'a map swept by time',
]);
const provesAll = process.env['WATERTIGHT_PROOFS'] === 'all';
const proved = forms.filter(({ name }) => provesAll || !shownElsewhere.has(name));

// The mechanisms themselves, each in the smallest server that shows it.
test.each(proved)('$name: $expected', async (form) => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-form-'));
  const program = programOf(form);
  writeFileSync(join(folder, 'server.cjs'), program);
  try {
    const args = ['check', '--quiet', '--reporter', 'json', '--route', 'GET /x?id={n}', '--', 'node', 'server.cjs'];
    const { status, stdout, stderr } = await runWatertight(args, { cwd: folder });
    expect(stderr).toBe('');
    const { verdict, reason, leaks } = JSON.parse(stdout) as Evidence;
    expect({ verdict, reason }).toEqual({ verdict: form.expected, reason });
    expect(status).toBe(form.expected === 'leaking' ? 1 : 0);
    if (form.expected === 'stable') return;
    expect(leaks[0]).toMatchObject({
      insertion: { file: 'server.cjs', line: insertionLine(program) },
      ...(form.sink && { sink: { name: expect.stringContaining(form.sink) } }),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
