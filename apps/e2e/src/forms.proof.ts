import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '@watertight/evidence';
import { forms, insertionLine, programOf } from './forms/forms.ts';
import { runWatertight } from './watertight.ts';

// The mechanisms themselves, each in the smallest server that shows it.
test.each(forms)('$name: $expected', async (form) => {
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
