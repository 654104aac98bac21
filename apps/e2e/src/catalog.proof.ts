import { readFileSync } from 'node:fs';
import { causes, isShownByLoad, sampleFile } from '@watertight/catalog';
import type { Evidence } from '@watertight/evidence';
import { healCause } from './demo/heal-cause.ts';
import { loadOptions, serverCommand } from './load-options.ts';
import { runWatertight } from './watertight.ts';

/** The line under the marker of a leaky sample. */
function markedLine(causeId: (typeof causes)[number]['id']): number {
  const lines = readFileSync(sampleFile(causeId, 'leaky'), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(`// leak: ${causeId}`)) + 2;
}

const provable = causes.filter(isShownByLoad);

describe.each(provable)('$id', (cause) => {
  test('leaky is leaking at the marked line; the codemod makes it stable with the same responses', async () => {
    const outcome = await healCause(cause);
    if (outcome.kind === 'failed') throw new Error(outcome.message);
    const { before, after, healed, remaining } = outcome.result;

    expect(before.verdict).toBe('leaking');
    const [leak] = before.leaks;
    expect(leak!.signal === 'survivors' ? 'heap-after-gc' : leak!.signal).toBe(cause.evidence.signal);
    const insertion = leak!.insertion!.caller ?? leak!.insertion!;
    const file = `libs/catalog/src/causes/${cause.id}/leaky.ts`;
    const isFilledElsewhere = 'isFilledElsewhere' in cause.evidence;
    expect(insertion).toMatchObject({ file, ...(!isFilledElsewhere && { line: markedLine(cause.id) }) });
    if (cause.evidence.signal !== 'descriptors') {
      const path = leak!.retainingPath.join('\n');
      for (const edge of cause.evidence.retainingPath) expect(path).toContain(edge);
      expect(leak!.constructor).toBe(cause.evidence.growing);
    }

    expect(remaining).toEqual([]);
    expect(healed).toHaveLength(1);
    expect(healed[0]).toMatchObject({ accepted: true, rule: cause.id, responses: { different: 0 } });
    expect(healed[0]!.responses.compared).toBeGreaterThan(10);
    expect(after!.verdict).toBe('stable');
  });

  test('fixed is stable', async () => {
    const args = [
      'check',
      '--quiet',
      '--reporter',
      'json',
      ...loadOptions(cause),
      '--',
      ...serverCommand(cause.id, '--fixed'),
    ];
    const { status, stdout } = await runWatertight(args);
    const { verdict, reason } = JSON.parse(stdout) as Evidence;
    expect({ status, verdict, reason }).toEqual({ status: 0, verdict: 'stable', reason: expect.any(String) });
  });
});
