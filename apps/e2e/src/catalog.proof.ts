import { readFileSync } from 'node:fs';
import { causes, isShownByLoad, sampleFile, type CauseId, type ShownByLoad, type Cause } from '@watertight/catalog';
import type { Evidence, Leak } from '@watertight/evidence';
import { demoCauses } from './demo/demo-causes.ts';
import { healCause } from './demo/heal-cause.ts';
import { loadOptions, serverCommand } from './load-options.ts';
import { runWatertight } from './watertight.ts';

type Provable = ShownByLoad<Cause<CauseId>>;

// `npm run proofs` proves a fixed spread; `npm run proofs:all` every cause that load can show.
const spread: ReadonlySet<CauseId> = new Set<CauseId>([
  ...demoCauses.map(({ id }) => id),
  'listener-per-request',
  'timer-per-request',
]);
const provesAll = process.env['WATERTIGHT_PROOFS'] === 'all';

const provable: readonly Provable[] = causes.filter(isShownByLoad).filter(({ id }) => provesAll || spread.has(id));
const isByHand = ({ twin }: Cause) => twin === 'by-hand';

test.each(provable.filter((cause) => !isByHand(cause)))(
  '$id is leaking at the marked line; the codemod makes it stable with the same responses',
  async (cause) => {
    const outcome = await healCause(cause);
    if (outcome.kind === 'failed') throw new Error(outcome.message);
    const { before, after, healed, remaining } = outcome.result;

    expect(before.verdict).toBe('leaking');
    expectToShow(before.leaks[0]!, cause);
    expect(remaining).toEqual([]);
    expect(healed).toHaveLength(1);
    expect(healed[0]).toMatchObject({ accepted: true, rule: cause.id, responses: { different: 0 } });
    expect(healed[0]!.responses.compared).toBeGreaterThan(10);
    expect(after!.verdict).toBe('stable');
  },
);

const ofHand = provable.filter(isByHand);
if (ofHand.length > 0)
  test.each(ofHand)('$id, which no codemod repairs, is leaking at the marked line', async (cause) => {
    const leaky = await check(cause);
    expect(leaky).toMatchObject({ status: 1, verdict: 'leaking' });
    expectToShow(leaky.leaks[0]!, cause);
  });

test.each(provable)('$id, fixed, is stable', async (cause) => {
  const { status, verdict, reason } = await check(cause, '--fixed');
  expect({ status, verdict, reason }).toEqual({ status: 0, verdict: 'stable', reason: expect.any(String) });
});

function expectToShow(leak: Leak, { id, evidence }: Provable): void {
  expect(leak.signal === 'survivors' ? 'heap-after-gc' : leak.signal).toBe(evidence.signal);
  const insertion = leak.insertion!.caller ?? leak.insertion!;
  const file = `libs/catalog/src/causes/${id}/leaky.ts`;
  expect(insertion).toMatchObject({ file, ...(!evidence.isFilledElsewhere && { line: markedLine(id) }) });
  if (evidence.signal === 'descriptors') return;
  const path = leak.retainingPath.join('\n');
  for (const edge of evidence.retainingPath) expect(path).toContain(edge);
  expect(leak.constructor).toBe(evidence.growing);
}

/** The line under the marker of a leaky sample. */
function markedLine(causeId: CauseId): number {
  const lines = readFileSync(sampleFile(causeId, 'leaky'), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(`// leak: ${causeId}`)) + 2;
}

async function check(cause: Provable, ...flags: string[]): Promise<Evidence & { readonly status: number | null }> {
  const args = ['check', '--quiet', '--reporter', 'json', ...loadOptions(cause)];
  const { status, stdout } = await runWatertight([...args, '--', ...serverCommand(cause.id, ...flags)]);
  return { ...(JSON.parse(stdout) as Evidence), status };
}
